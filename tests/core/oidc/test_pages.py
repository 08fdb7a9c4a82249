"""Signing in by a provider as a browser does it, and all that such an answer must not open."""

import base64
import hmac
import json
import time

import pytest
from joserfc.jwk import ECKey
from sqlalchemy import select

from collegial.accounts.models import Account
from collegial.accounts.services import open_account
from collegial.kernel.permissions import program as program_viewer
from collegial.oidc import services
from collegial.oidc.models import Identity
from collegial.testing.cookies import signed_in_cookie

from .conftest import SECRET

START, BACK, TIE = "/sign-in/provider", "/sign-in/provider/back", "/account/identity"


@pytest.fixture
def tied(program, owner, account, provider):
    with program.database.unit_of_work() as session:
        services.tie(owner(session), issuer=provider.address, subject="subject-1", provider="ProConnect")
    return account


@pytest.fixture
def browser(client):
    client.set_cookie("locale", "en")
    return client


def go(browser, provider, onward="/account/"):
    """Go to the provider and come back."""
    return browser.get(provider.vouch(browser.get(f"{START}?next={onward}").location))


def is_in(browser):
    return browser.get("/account/").status_code == 200


def sign_in(browser, program, account):
    with program.database.unit_of_work() as session:
        known = signed_in_cookie(session, session.get_one(Account, account))
    with browser.session_transaction() as cookie:
        cookie.update(known)


def identities(program):
    with program.database.reading() as session:
        return list(session.scalars(select(Identity.subject)))


def test_a_tied_identity_signs_in_and_leads_onward(browser, provider, tied):
    answer = go(browser, provider, "/account/sessions")

    assert answer.location == "/account/sessions"
    assert is_in(browser)
    assert provider.asked["scope"] == "openid"  # no name, no address
    assert provider.asked["code_challenge_method"] == "S256"


def test_the_sign_in_page_offers_the_provider(browser, account):
    assert "Continue with ProConnect" in browser.get("/sign-in").text


def test_nobody_is_led_elsewhere(browser, provider, tied):
    assert go(browser, provider, "https://evil.example/").location == "/"


def test_an_unknown_identity_opens_nothing_and_is_tied_after_a_sign_in_by_mail(
    browser, program, provider, account
):
    answer = go(browser, provider)
    assert answer.location == f"/sign-in?next={TIE}"
    assert not is_in(browser)
    assert "Sign in once by mail" in browser.get(answer.location).text

    sign_in(browser, program, account)
    assert "ProConnect has just told us who you are" in browser.get(TIE).text
    assert not identities(program)  # looking ties nothing
    answer = browser.post(TIE, follow_redirects=True)

    assert "Your ProConnect identity opens this account" in answer.text
    assert identities(program) == ["subject-1"]
    assert browser.application.extensions["mailman"].outbox[-1].to == ["maelle@example.org"]
    assert browser.get(TIE).location == "/account/"  # it waits no more


def test_who_is_signed_in_ties_from_the_account_page_and_unties(browser, program, provider, account):
    sign_in(browser, program, account)
    assert "Link my ProConnect identity" in browser.get("/account/").text

    assert go(browser, provider).location == TIE
    browser.post(TIE)
    assert identities(program) == ["subject-1"]

    browser.post(f"{TIE}/untie")
    assert not identities(program)
    assert "no longer opens with ProConnect" in browser.application.extensions["mailman"].outbox[-1].body


def test_tying_asks_for_a_recent_sign_in(browser, program, provider, account):
    sign_in(browser, program, account)
    go(browser, provider)
    with browser.session_transaction() as cookie:
        cookie["fs_paa"] = time.time() - 3600

    assert browser.post(TIE).location.startswith("/confirm")
    assert not identities(program)


def test_an_identity_of_another_account_is_refused_to_a_second(browser, program, provider, tied):
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        other = open_account(context, email="other@example.org", actor_id=None, roles=["member"]).id
    sign_in(browser, program, other)
    go(browser, provider)

    answer = browser.post(TIE)

    assert answer.status_code == 409
    assert "opens another account" in answer.text


def test_the_second_factor_is_asked_for_as_after_any_first(browser, program, provider, tied, monkeypatch):
    monkeypatch.setattr("collegial.two_factors.step.needs_step", lambda _account: True)

    answer = go(browser, provider)

    assert answer.location.startswith("/sign-in/second")
    assert not is_in(browser)


@pytest.mark.parametrize("auth_time", [None, 0, -1, float("nan")])
def test_a_sign_in_is_as_fresh_as_the_provider_says(browser, provider, tied, auth_time):
    provider.auth_time = auth_time
    go(browser, provider)

    assert browser.get("/account/address").location.startswith("/confirm")


@pytest.mark.parametrize("ahead", [3600, 10**400])  # a clock that is ahead makes nothing fresher than now
def test_who_has_just_shown_itself_is_asked_no_second_time(browser, provider, tied, ahead):
    provider.auth_time = int(time.time()) + ahead
    go(browser, provider)

    assert browser.get("/account/address").status_code == 200
    with browser.session_transaction() as cookie:
        assert cookie["fs_paa"] <= time.time()


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "https://another.example"},
        {"aud": "another client"},
        {"nonce": "another visit"},
        {"exp": 1_000_000_000},
        {"sub": ""},
        {"sub": "x" * 256},
        {"issuer": "https://another.example", "iss": "https://another.example"},
    ],
)
def test_an_answer_that_lies_signs_nobody_in(browser, provider, tied, lie):
    browser.application.extensions.pop("oidc", None)  # what the provider says of itself is read anew
    provider.lies = lie

    answer = go(browser, provider)

    assert not is_in(browser)
    assert "did not say who you are" in browser.get(answer.location).text
    browser.application.extensions.pop("oidc", None)


def test_an_answer_signed_by_another_key_signs_nobody_in(browser, provider, tied):
    provider.signing = ECKey.generate_key("P-256", parameters={"kid": "one"})

    go(browser, provider)

    assert not is_in(browser)


def coded(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def sealed_by(secret, signed, kind):
    """Say the same as an answer, sealed by what anybody may know, or by nothing."""
    _head, body, _seal = signed.split(".")
    said = f"{coded(json.dumps({'alg': kind, 'kid': 'one'}).encode())}.{body}"
    seal = hmac.new(secret, said.encode(), "sha256").digest() if kind == "HS256" else b""
    return f"{said}.{coded(seal)}"


@pytest.mark.parametrize("kind", ["none", "None", "HS256", "HS256 by the key"])
def test_an_answer_sealed_by_what_others_know_signs_nobody_in(browser, provider, tied, kind):
    known = SECRET.encode() if kind == "HS256" else provider.key.as_pem(private=False)
    provider.forge = lambda signed: sealed_by(known, signed, kind.split(" ")[0])

    answer = go(browser, provider)

    assert "did not say who you are" in browser.get(answer.location).text
    assert not is_in(browser)


def test_an_answer_is_good_in_the_browser_that_asked_and_once(browser, app, provider, tied):
    back = provider.vouch(browser.get(START).location)
    stranger = app.test_client()

    assert stranger.get(back).location.startswith("/sign-in")
    assert not is_in(stranger)

    browser.get(back)
    browser.post("/account/sign-out")
    browser.get(back)
    assert not is_in(browser)


def test_who_begins_again_and_again_still_comes_in(browser, provider, tied):
    asked = [provider.vouch(browser.get(START).location) for _ in range(12)]

    with browser.session_transaction() as cookie:
        assert len([key for key in cookie if key.startswith("_state_")]) == 3
    assert browser.get(asked[0]).location.startswith("/sign-in")
    assert not is_in(browser)
    browser.get(asked[-2])
    assert is_in(browser)


@pytest.mark.parametrize(
    "query", ["", "?error=access_denied&state=x", "?code=x&state=x", "?state[]=1&code=x"]
)
def test_a_made_up_answer_is_told_and_opens_nothing(browser, provider, tied, query):
    answer = browser.get(f"{BACK}{query}", follow_redirects=True)

    assert answer.status_code == 200
    assert "did not say who you are" in answer.text


def test_a_provider_that_is_down_is_told(browser, provider, tied):
    browser.application.extensions.pop("oidc", None)
    provider.is_down = True

    answer = browser.get(START, follow_redirects=True)

    assert "did not say who you are" in answer.text
    browser.application.extensions.pop("oidc", None)


def test_a_closed_account_is_not_entered(browser, program, provider, tied):
    with program.database.unit_of_work() as session:
        session.get_one(Account, tied).active = False

    go(browser, provider)

    assert not is_in(browser)
