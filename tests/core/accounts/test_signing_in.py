"""Signing in as a person does it: by a code, by the link, by a password; and what nobody may learn."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from collegial.accounts.codes import Kept
from collegial.app import create_app
from collegial.journal.models import JournalEntry

LONG = "correct horse battery staple"


def text(response) -> str:
    return response.get_data(as_text=True)


def test_the_page_says_all_ways(client):
    page = text(client.get("/sign-in", headers={"Accept-Language": "en"}))
    assert "Send me a code" in page
    assert "Use a passkey" in page
    assert "Use a password" in page


@pytest.mark.parametrize(
    ("address", "field"),
    [("/sign-in/code", "identity"), ("/sign-in?by=password", "identity"), ("/password-lost", "email")],
)
def test_no_address_is_told_at_its_field_and_no_mail_is_promised(client, outbox, address, field):
    answer = client.post(address, data={field: "  "}, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert "Write the e-mail address of your account." in text(answer).partition(f'id="{field}-error"')[2]
    assert "on its way" not in text(answer)
    assert outbox() == []


def test_a_code_by_mail_signs_in(page, account, program):
    sent = page.ask_code()
    assert 'autocomplete="one-time-code"' in text(sent)
    assert not page.is_signed_in()
    answer = page.give(page.code())
    assert answer.status_code == 302
    assert answer.location == "/"
    assert page.is_signed_in()
    with program.database.reading() as session:
        assert "accounts.signed_in" in session.scalars(select(JournalEntry.event)).all()


def test_the_link_signs_in_once(page, account, app):
    page.ask_code()
    link = page.link()
    assert link.startswith("http://localhost/sign-in/link?")
    assert page.client.get(link).location == "/"
    assert page.is_signed_in()
    other = app.test_client()
    assert other.get(link).location == "/sign-in/again"
    assert other.get("/account/").status_code == 302


@pytest.fixture
def at_once(app):
    """Let six browsers act at one moment; give where each was led."""
    start = threading.Barrier(6)

    def do(act):
        def hand(client):
            start.wait(10)
            return act(client).location

        with ThreadPoolExecutor(6) as hands:
            return sorted(map(str, hands.map(hand, [app.test_client() for _ in range(6)])))

    return do


@pytest.mark.both_databases
def test_of_many_at_one_moment_one_signs_in(page, account, at_once):
    page.ask_code()
    link = page.link()
    assert at_once(lambda client: client.get(link)) == ["/", *["/sign-in/again"] * 5]
    page.ask_code()
    code = page.code()
    assert at_once(lambda client: replace(page, client=client).give(code)).count("/") == 1


def test_the_link_keeps_to_the_public_address(page, account):
    page.ask_code(headers={"Host": "evil.example.com"})
    assert page.link().startswith("http://localhost/")


def test_an_empty_code_is_asked_for_and_not_called_wrong(page, account):
    page.ask_code()

    answer = page.give("")

    assert "Écrivez le code qui figure dans le courriel." in answer.text
    assert "Ce code est faux" not in answer.text


def test_the_code_is_good_once(page, account, app):
    page.ask_code()
    code = page.code()
    page.give(code)
    page.client.post("/account/sign-out")
    page.give(code)
    assert not page.is_signed_in()


def test_a_new_code_takes_the_place_of_the_former(page, account):
    page.ask_code()
    former = page.code()
    page.ask_code()
    while page.code() == former:
        page.ask_code()
    page.give(former)
    assert not page.is_signed_in()
    page.give(page.code())
    assert page.is_signed_in()


def test_the_code_is_lost_after_five_wrong_ones(page, account):
    page.ask_code()
    code = page.code()
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        page.give(wrong)
    page.give(code)
    assert not page.is_signed_in()


def test_the_code_is_too_old_after_ten_minutes(page, account, change, read):
    page.ask_code()
    kept = read().code.split(".")
    old = Kept(seed=kept[0], sent_at=int((datetime.now(UTC) - timedelta(minutes=10, seconds=5)).timestamp()))
    change(us_totp_secrets=f'{{"email": "{old}"}}')
    page.give(page.code())
    assert not page.is_signed_in()


def test_without_asking_no_code_is_good(page, account):
    for guess in ("000000", "123456"):
        page.give(guess)
    assert not page.is_signed_in()


def test_a_password_signs_in(page, with_password):
    assert page.give(with_password, by="password").status_code == 302
    assert page.is_signed_in()


def test_a_wrong_password_does_not(page, with_password):
    answer = page.give("wrong horse battery staple", by="password")
    assert 'role="alert"' in text(answer)
    assert "wrong horse" not in text(answer)
    assert not page.is_signed_in()


def test_a_closed_account_does_not_sign_in(page, with_password, change):
    page.ask_code()
    code = page.code()
    change(active=False)
    page.give(code)
    page.give(with_password, by="password")
    assert not page.is_signed_in()


@pytest.mark.both_databases
def test_of_many_who_use_the_link_of_a_lost_password_one_chooses(client, account, page, read, at_once):
    client.post("/password-lost", data={"email": account})
    link, own = page.link(), read().fs_uniquifier

    led = at_once(lambda other: other.post(link, data={"password": LONG, "password_confirm": LONG}))

    assert led.count("/sign-in") == 1
    assert read().fs_uniquifier != own


def test_a_lost_password_is_chosen_anew_by_the_link(client, account, page):
    client.post("/password-lost", data={"email": account})
    link = page.link()
    assert link.startswith("http://localhost/password-lost/")
    assert client.get(link).status_code == 200
    client.post(link, data={"password": LONG, "password_confirm": LONG})
    assert page.give(LONG, by="password").status_code == 302
    assert page.is_signed_in()


def test_after_signing_in_one_goes_where_one_wanted(page, account):
    page.ask_code()
    answer = page.give(page.code(), url="/sign-in?next=/account/")
    assert answer.location == "/account/"


def leads_home(answer) -> bool:
    """Tell whether a browser that follows the answer stays here; it reads a backslash as a slash."""
    target = urlsplit(answer.headers.get("Location", "/").replace("\\", "/"))
    return target.netloc in {"", "localhost"} and not target.path.startswith("//")


@pytest.mark.parametrize(
    "target", ["https://evil.example.com/", "//evil.example.com/", "/\\evil.example.com"]
)
def test_never_to_another_site(page, account, target):
    page.ask_code()
    answer = page.client.post(
        "/sign-in", query_string={"next": target}, data={"identity": account, "passcode": page.code()}
    )
    assert leads_home(answer)


def test_mails_are_in_the_language_of_the_account(page, account, change):
    sent = []
    for locale in ("fr", "en"):
        change(locale=locale)
        page.ask_code(headers={"Accept-Language": "en"})
        sent.append(page.outbox()[-1])
    html = [str(one.alternatives[0][0]) for one in sent]
    assert '<html lang="fr">' in html[0]
    assert '<html lang="en">' in html[1]
    assert "Your code is" in sent[1].body
    assert "Test: your code" in sent[1].subject


def test_the_mail_holds_the_code_and_nothing_about_the_person(page, account):
    page.ask_code()
    mail = page.outbox()[-1]
    assert mail.to == [account]
    assert account not in mail.body
    assert account not in str(mail.alternatives[0][0])
    assert page.code() in str(mail.alternatives[0][0])
    assert page.code() not in mail.subject


@pytest.mark.own_app
def test_a_mail_of_a_request_that_failed_is_not_sent(app, page, account, monkeypatch):
    from collegial.web import request as web_request

    monkeypatch.setattr(web_request, "_finish", lambda response: response)

    @app.after_request
    def refuse(response):
        response.status_code = 409
        return response

    page.ask_code()
    assert page.outbox() == []


def test_signing_out_ends_the_session(page, account):
    page.ask_code()
    page.give(page.code())
    assert page.client.post("/account/sign-out").location == "/"
    assert not page.is_signed_in()


def test_signing_out_is_never_a_link(client):
    assert client.get("/account/sign-out").status_code == 405


@pytest.mark.parametrize("url", ["/sign-in/code", "/confirm/code"])
def test_reloading_a_page_that_takes_a_form_leads_back(client, sign_in, url):
    sign_in("member")
    assert client.get(url).status_code == 302


@pytest.mark.parametrize("url", ["/us-setup", "/confirm/password", "/sign-out"])
def test_what_we_do_not_use_is_shut(client, sign_in, url):
    sign_in("administrator")
    assert client.get(url).status_code in {403, 405}
    assert client.post(url).status_code == 403


def test_a_form_without_its_token_is_refused_with_our_page(app, account, page):
    app.config["WTF_CSRF_ENABLED"] = True
    for url in ("/sign-in", "/sign-in/code", "/sign-in/passkey", "/password-lost"):
        answer = page.client.post(url, data={"identity": account, "email": account})
        assert answer.status_code == 400
        assert "<main" in text(answer)
    assert page.outbox() == []


def test_cookies_are_kept_from_scripts_and_other_sites(page, account):
    page.ask_code()
    cookie = page.give(page.code()).headers["Set-Cookie"]
    assert cookie.startswith("collegial=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.own_app
def test_by_https_the_cookie_belongs_to_this_very_site(settings):
    secure = create_app(replace(settings, public_url="https://pole.example.org"))
    answer = secure.test_client().get("/sign-in", base_url="https://pole.example.org")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-collegial=")
    assert all(one in cookie for one in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
    assert "Domain" not in cookie
    secure.extensions["collegial"].database.close()


POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"


@pytest.mark.parametrize(
    "url", ["/", "/sign-in", "/sign-in?by=password", "/account/", "/nothing", "/static/css/collegial.css"]
)
def test_every_answer_carries_the_policy(client, url):
    with client.get(url) as answer:
        headers = answer.headers
    assert headers["Content-Security-Policy"].startswith(POLICY)
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_flask_securitys_own_words_are_french_in_breton(app):
    from flask_security.utils import get_message

    def said(locale: str) -> str:
        with app.test_request_context(headers={"Accept-Language": locale}):
            return get_message("INVALID_LOGIN_TOKEN")[0]

    assert said("br") == said("fr") != said("en")
