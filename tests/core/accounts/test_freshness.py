"""Before what matters, a sign-in that is older than a quarter of an hour has to be confirmed."""

import time
from urllib.parse import urlsplit

import pytest
from flask import Blueprint, get_flashed_messages, request
from sqlalchemy import select
from wtforms import StringField

from collegial.accounts.models import KeptForm
from collegial.kernel.permissions import SIGNED_IN
from collegial.web.forms import Form
from collegial.web.routing import Pages

LONG = "correct horse battery staple"
pytestmark = pytest.mark.own_app


class Letter(Form):
    words, password = StringField(), StringField()


def write():
    form = Letter()
    return f"{request.method}|{form.words.data or ''}|{form.password.data or ''}"


@pytest.fixture
def app(app):
    pages = Pages("grave", __name__, url_prefix="/grave")
    pages.page("/act", lambda: "done", permission=SIGNED_IN, methods=["GET", "POST"], fresh=True, name="act")
    pages.page("/end", lambda: "ended", permission=SIGNED_IN, methods=["POST"], fresh=True, name="end")
    both = ["GET", "POST"]
    pages.page("/letter", write, permission=SIGNED_IN, methods=both, fresh=True)
    pages.page("/choice", write, permission=SIGNED_IN, methods=both, fresh=True, keeps=False, name="choice")
    pages.page("/desk", lambda: "|".join(get_flashed_messages()), permission=SIGNED_IN, name="desk")
    assert isinstance(pages, Blueprint)
    app._got_first_request = False
    app.register_blueprint(pages)
    return app


@pytest.fixture
def age(client):
    def do(**delta):
        seconds = delta.get("minutes", 0) * 60 + delta.get("seconds", 0)
        with client.session_transaction() as cookie:
            cookie["fs_paa"] = time.time() - seconds
            if "fs_gexp" in cookie:
                cookie["fs_gexp"] -= seconds

    return do


def test_a_recent_sign_in_passes(client, sign_in):
    sign_in("member")
    assert client.get("/grave/act").data == b"done"


def test_an_old_one_is_asked_again_and_comes_back(client, sign_in, age):
    sign_in("member")
    age(minutes=15, seconds=1)
    answer = client.get("/grave/act?choice=1")
    assert answer.status_code == 302
    assert answer.location == "/confirm?next=/grave/act?choice%3D1"


def test_what_was_begun_can_be_finished(client, sign_in, age):
    sign_in("member")
    age(minutes=14, seconds=50)
    client.get("/grave/act")
    age(minutes=4)
    with client.session_transaction() as cookie:
        cookie["fs_paa"] = time.time() - 19 * 60
    assert client.post("/grave/act").data == b"done"


def test_not_for_ever(client, sign_in, age):
    sign_in("member")
    client.get("/grave/act")
    age(minutes=16)
    assert client.get("/grave/act").status_code == 302


def test_one_act_after_another_does_not_make_an_old_sign_in_recent(client, sign_in, age):
    sign_in("member")
    for _ in range(4):
        assert client.get("/grave/act").data == b"done"
        with client.session_transaction() as cookie:
            cookie["fs_paa"] -= 4 * 60
            cookie["fs_gexp"] -= 4 * 60
    assert client.get("/grave/act").data == b"done"
    with client.session_transaction() as cookie:
        cookie["fs_paa"] -= 4 * 60
        cookie["fs_gexp"] -= 4 * 60
    assert client.get("/grave/act").status_code == 302


@pytest.mark.parametrize(
    ("referrer", "way_back"),
    [
        ("http://localhost/grave/act?step=2", "/confirm?next=/grave/act?step%3D2"),
        ("http://evil.example.com/grave/act", "/confirm?next=/"),
        ("", "/confirm?next=/"),
        ("http://[", "/confirm?next=/"),
    ],
)
def test_a_form_comes_back_to_its_page_and_never_elsewhere(client, sign_in, age, referrer, way_back):
    sign_in("member")
    age(minutes=20)
    assert client.post("/grave/end", headers={"Referer": referrer}).location == way_back


def test_a_visitor_signs_in_first(client):
    assert client.get("/grave/act").location == "/sign-in?next=/grave/act"


def test_a_code_confirms(client, sign_in, age, page, outbox):
    sign_in("member", email="rozenn@example.org")
    age(minutes=20)
    asked = client.post("/confirm/code?next=/grave/act", data={"chosen_method": "email"})
    assert 'autocomplete="one-time-code"' in asked.get_data(as_text=True)
    assert "/sign-in/link" not in outbox()[-1].body
    answer = client.post("/confirm?by=code&next=/grave/act", data={"passcode": page.code()})
    assert answer.location == "/grave/act"
    assert client.get("/grave/act").data == b"done"


def test_a_wrong_code_does_not(client, sign_in, age):
    sign_in("member")
    age(minutes=20)
    client.post("/confirm/code", data={"chosen_method": "email"})
    answer = client.post("/confirm?by=code", data={"passcode": "12345"})
    assert 'aria-invalid="true"' in answer.get_data(as_text=True)
    assert client.get("/grave/act").status_code == 302


def test_a_password_confirms(app, client, sign_in, age, change):
    from flask_security import hash_password

    sign_in("member", email="rozenn@example.org")
    with app.test_request_context():
        change(password=hash_password(LONG))
    age(minutes=20)
    assert "by=password" in client.get("/confirm").get_data(as_text=True)
    assert client.post("/confirm?by=password", data={"passcode": LONG}).status_code == 302
    assert client.get("/grave/act").data == b"done"


def test_without_a_password_none_is_offered(client, sign_in, age):
    sign_in("member")
    age(minutes=20)
    body = client.get("/confirm").get_data(as_text=True)
    assert "by=password" not in body
    assert "/confirm/passkey" not in body


@pytest.mark.parametrize("target", ["https://evil.example.com/", "//evil.example.com", "/\\evil.example.com"])
def test_confirming_never_leads_to_another_site(client, sign_in, page, target):
    sign_in("member", email="rozenn@example.org")
    client.post("/confirm/code", data={"chosen_method": "email"})
    answer = client.post("/confirm", query_string={"next": target}, data={"passcode": page.code()})
    landing = urlsplit(answer.headers.get("Location", "/").replace("\\", "/"))
    assert landing.netloc in {"", "localhost"}
    assert not landing.path.startswith("//")


def test_another_persons_code_confirms_nothing(client, sign_in, age, page, account):
    page.ask_code()
    foreign = page.code()
    sign_in("member", email="other@example.org")
    age(minutes=20)
    client.post("/confirm?by=code", data={"passcode": foreign})
    assert client.get("/grave/act").status_code == 302


def test_what_was_typed_is_shown_again_once_and_only_here(app, client, sign_in, age, program):
    sign_in("member")
    age(minutes=20)
    typed = {"words": "Une longue lettre", "password": "a secret", "csrf_token": "x"}
    answer = client.post("/grave/letter?to=1", data=typed)
    assert answer.location == "/confirm?next=/grave/letter?to%3D1"
    with program.database.reading() as session:
        sealed = session.scalars(select(KeptForm.sealed)).one()
    assert b"lettre" not in sealed
    age(minutes=0)

    assert client.get("/grave/act").text == "done"
    assert client.get("/grave/letter?to=1").text == "GET|Une longue lettre|"  # secrets are typed anew
    assert client.get("/grave/letter?to=1").text == "GET||"


def test_a_choice_is_never_kept(client, sign_in, age, program):
    sign_in("member")
    age(minutes=20)
    client.post("/grave/choice", data={"words": "contre"})
    with program.database.reading() as session:
        assert session.scalars(select(KeptForm)).all() == []


NOT_DONE = (
    "What you sent was not done: you first had to confirm who you are. If you still want it, do it again."
)


@pytest.mark.parametrize("act", ["/grave/end", "/grave/choice"])
def test_the_page_says_once_that_what_was_sent_was_not_done(client, sign_in, age, act):
    client.set_cookie("locale", "en")
    sign_in("member")
    age(minutes=20)
    came_from = {"Referer": "http://localhost/grave/desk?of=1"}
    answer = client.post(act, data={"words": "contre"}, headers=came_from)
    assert answer.location == "/confirm?next=/grave/desk?of%3D1"
    assert NOT_DONE not in client.get("/confirm").text
    age(minutes=0)

    assert client.get("/grave/desk?of=1").text == NOT_DONE
    assert client.get("/grave/desk").text == ""
    with client.session_transaction() as cookie:
        assert "contre" not in str(dict(cookie))


def test_another_who_signs_in_is_told_of_nothing(client, sign_in, age):
    sign_in("member")
    age(minutes=20)
    client.post("/grave/end", headers={"Referer": "http://localhost/grave/desk"})
    sign_in("staff", email="other@example.org")

    assert client.get("/grave/desk").text == ""


def test_an_act_that_is_done_says_nothing_of_the_sort(client, sign_in):
    sign_in("member")
    assert client.post("/grave/end", headers={"Referer": "http://localhost/grave/desk"}).text == "ended"
    assert client.get("/grave/desk").text == ""
