"""Passkeys end to end, in a real browser with a virtual device that knows its owner."""

import re
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser

HEARD = ("error", "warning")


@pytest.fixture
def phone(chromium, served):
    """Give a page with a device that keeps passkeys, and what its console says."""
    context = chromium.new_context(locale="en", viewport={"width": 360, "height": 740}, base_url=served)
    page = context.new_page()
    page.set_default_timeout(5000)
    page.complaints = []
    page.on("console", lambda one: page.complaints.append(one.text) if one.type in HEARD else None)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    page.authenticator = device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )["authenticatorId"]
    page.device = device
    yield page
    context.close()


@pytest.fixture
def signed_in(phone, account, outbox, change):
    """Sign the phone in by the code that was mailed."""
    change(locale="en")
    phone.goto("/sign-in")
    phone.get_by_label("E-mail address").fill(account)
    phone.get_by_role("button", name="Send me a code").click()
    code = re.search(r"\b\d{6}\b", outbox()[-1].body)[0]
    phone.get_by_label("Code from the e-mail").fill(code)
    phone.get_by_role("button", name="Sign in").click()
    arrive(phone, "/")
    return phone


def arrive(phone, path):
    """Wait until the phone is on that page, wherever else its address names it."""
    phone.wait_for_url(lambda url: urlsplit(url).path == path)


def add_passkey(phone, name="My phone"):
    phone.goto("/account/")
    phone.get_by_label("Name of this passkey").fill(name)
    phone.get_by_role("button", name="Add a passkey").click()
    arrive(phone, "/account/")


def test_added_used_confirmed_removed(signed_in, read):
    phone = signed_in
    add_passkey(phone)
    assert phone.get_by_role("row", name="My phone").is_visible()
    assert [one["isResidentCredential"] for one in credentials(phone)] == [True]

    phone.get_by_role("main").get_by_role("button", name="Sign out").click()
    phone.goto("/sign-in?next=/account/")
    phone.get_by_role("button", name="Use a passkey").click()
    arrive(phone, "/account/")

    phone.goto("/confirm?next=/account/password")
    phone.get_by_role("button", name="Use a passkey").click()
    arrive(phone, "/account/password")

    phone.goto("/account/")
    phone.get_by_role("button", name="Remove My phone").click()
    phone.goto("/account/")
    assert phone.get_by_role("row", name="My phone").count() == 0
    assert phone.complaints == []


def credentials(phone):
    return phone.device.send("WebAuthn.getCredentials", {"authenticatorId": phone.authenticator})[
        "credentials"
    ]


def test_a_device_that_refuses_gets_our_words_and_another_try(signed_in):
    phone = signed_in
    add_passkey(phone)
    phone.get_by_role("main").get_by_role("button", name="Sign out").click()
    phone.device.send(
        "WebAuthn.setUserVerified", {"authenticatorId": phone.authenticator, "isUserVerified": False}
    )
    phone.goto("/sign-in")
    phone.get_by_role("button", name="Use a passkey").click()
    phone.get_by_text("The passkey was not used").wait_for()
    phone.device.send(
        "WebAuthn.setUserVerified", {"authenticatorId": phone.authenticator, "isUserVerified": True}
    )
    phone.get_by_role("button", name="Use my passkey").click()
    arrive(phone, "/")
    phone.goto("/account/")
    assert phone.get_by_role("heading", name="My account").is_visible()


def test_the_same_device_twice_is_told_so(signed_in):
    add_passkey(signed_in)
    signed_in.get_by_label("Name of this passkey").fill("Again")
    signed_in.get_by_role("button", name="Add a passkey").click()
    signed_in.get_by_text("already has a passkey").wait_for()


def test_a_removed_passkey_opens_nothing(signed_in):
    phone = signed_in
    add_passkey(phone)
    phone.get_by_role("button", name="Remove My phone").click()
    phone.goto("/account/")
    phone.get_by_role("main").get_by_role("button", name="Sign out").click()
    phone.goto("/sign-in")
    phone.get_by_role("button", name="Use a passkey").click()
    phone.get_by_role("button", name="Start again").wait_for()
    assert phone.get_by_role("alert").is_visible()
    phone.goto("/account/")
    assert "/sign-in" in phone.url


def test_without_javascript_everything_but_the_passkey_works(chromium, served, account, outbox, change):
    change(locale="en")
    context = chromium.new_context(java_script_enabled=False, locale="en", base_url=served)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_role("button", name="Use a passkey").click()
    assert page.get_by_text("A passkey needs JavaScript").is_visible()
    assert not page.get_by_role("button", name="Use my passkey").is_visible()
    page.get_by_role("link", name="Sign in another way").click()
    page.get_by_label("E-mail address").fill(account)
    page.get_by_role("button", name="Send me a code").click()
    link = next(word for word in outbox()[-1].body.split() if word.startswith("http"))
    page.goto(link.replace("http://localhost", served, 1))
    page.goto("/account/")
    assert page.get_by_role("heading", name="My account").is_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(open_page, served, scheme):
    page = open_page(scheme=scheme)
    for address in ("/sign-in", "/sign-in?by=password", "/sign-in/passkey", "/password-lost"):
        page.goto(served + address)
        page.check()


def test_own_pages_are_accessible(signed_in, axe):
    signed_in.context.add_init_script(axe.source)
    add_passkey(signed_in)
    for address in ("/account/", "/account/passkeys", "/account/password", "/confirm"):
        signed_in.goto(address)
        assert axe.violations(signed_in) == [], address
