"""Signing in by two steps, as a person does it; and what a first factor alone opens: nothing."""

import base64
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from collegial.accounts.models import AccountAttempt, Passkey
from collegial.accounts.queries import account_by_email
from collegial.accounts.rules import Way
from collegial.accounts.services import open_account
from collegial.kernel.permissions import program as program_viewer
from collegial.two_factors import rules
from collegial.two_factors.models import SecondFactor

EMAIL = "samuel@example.org"
PAGE = "/account/second-factor"


class Person:
    """What somebody does at the pages of signing in, with an app on the phone."""

    def __init__(self, app, client, clock):
        self.app, self.client, self.clock, self.secret, self.codes = app, client, clock, b"", []

    def ask_code(self):
        self.client.post("/sign-in/code", data={"identity": EMAIL, "chosen_method": "email"})
        body = self.app.extensions["mailman"].outbox[-1].body
        return re.search(r"\b\d{6}\b", body)[0], re.search(r"http\S+", body)[0]

    def first_step(self):
        return self.client.post(
            "/sign-in?by=code&next=/journal/", data={"identity": EMAIL, "passcode": self.ask_code()[0]}
        )

    def second_step(self, code):
        return self.client.post("/sign-in/second?next=/journal/", data={"code": code})

    def shown(self):
        self.clock.at += timedelta(seconds=30)
        return rules.code_at(self.secret, rules.step_of(self.clock.now()))

    def set_up(self):
        page = self.client.get(PAGE).text
        letters = re.search(r'class="break">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
        self.secret = base64.b32decode(letters)
        answer = self.client.post(PAGE, data={"code": self.shown()})
        self.codes = re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", answer.text)
        return answer

    def is_in(self):
        return self.client.get("/journal/").status_code == 200

    def leave(self):
        self.client.post("/account/sign-out")


@pytest.fixture
def settings(settings, request):
    return replace(settings, rate_limits=getattr(request, "param", settings.rate_limits))


@pytest.fixture
def account(program):
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        open_account(context, email=EMAIL, actor_id=None, roles=["staff"], locale="en")


@pytest.fixture
def person(app, client, clock, account):
    client.set_cookie("locale", "en")
    return Person(app, client, clock)


@pytest.fixture
def protected(person):
    person.first_step()
    person.set_up()
    person.leave()
    return person


def test_an_app_is_set_up_and_the_recovery_codes_are_shown_once(person):
    person.first_step()
    other = person.app.test_client()
    with person.client.session_transaction() as mine, other.session_transaction() as theirs:
        theirs.update(mine)

    assert person.client.post(PAGE, data={"code": "000000"}).status_code == 422
    assert person.set_up().status_code == 200

    assert len(person.codes) == 10
    assert person.is_in()
    assert other.get("/journal/").status_code == 302  # a session from before has ended
    assert person.app.extensions["mailman"].outbox[-1].to == [EMAIL]
    assert "10 recovery codes are left" in person.client.get("/account/").text


def test_the_first_step_alone_opens_nothing(protected):
    answer = protected.first_step()

    assert answer.location.startswith("/sign-in/second?next=/journal/")
    assert not protected.is_in()
    for path in ("/account/", "/account/passkeys", "/account/password", "/tokens/", PAGE, "/confirm"):
        assert "/sign-in" in protected.client.get(path).location, path
    assert protected.client.post(f"{PAGE}/remove").location.startswith("/sign-in")


def test_the_second_step_signs_in_and_its_code_is_good_once(protected):
    protected.first_step()
    code = protected.shown()

    assert protected.second_step("123 45").status_code == 422
    assert protected.second_step(f"{code[:3]} {code[3:]}").location == "/journal/"
    assert protected.is_in()
    protected.leave()
    protected.first_step()
    assert protected.second_step(code).status_code == 422
    assert not protected.is_in()


@pytest.mark.parametrize("settings", [True], indirect=True)
def test_guesses_are_counted_for_whoever_is_asked_and_for_no_name_beside(protected):
    protected.first_step()
    tried = [{"code": "000000", "email": f"{number}@example.org"} for number in range(7)]
    answers = [protected.client.post("/sign-in/second", data=one).status_code for one in tried]
    assert answers == [422] * 6 + [429]
    protected.second_step(protected.shown())
    assert not protected.is_in()


def test_the_owner_is_told_once_an_hour_that_a_used_code_was_shown(protected, program):
    protected.first_step()
    code = protected.shown()
    protected.second_step(code)
    protected.leave()
    protected.first_step()
    with program.database.reading() as session:
        before = session.scalar(select(func.count(AccountAttempt.id)))
    for _ in range(2):
        assert protected.second_step(code).status_code == 422
    with protected.app.test_request_context():
        program.drain()

    told = [one for one in protected.app.extensions["mailman"].outbox if "used code" in one.subject]
    assert [one.to for one in told] == [[EMAIL]]
    with program.database.reading() as session:
        kept = session.scalars(select(AccountAttempt.way)).all()
    assert kept[before:] == [Way.USED, Way.USED]


def test_the_link_of_the_mail_asks_for_the_second_step_too(protected):
    assert "/sign-in/second" in protected.client.get(protected.ask_code()[1]).location
    assert not protected.is_in()


def test_a_recovery_code_stands_in_once(protected):
    protected.first_step()
    assert protected.second_step(protected.codes[0].upper()).location == "/journal/"
    protected.leave()
    protected.first_step()
    assert protected.second_step(protected.codes[0]).status_code == 422


def test_a_first_step_waits_ten_minutes_and_only_in_its_browser(protected):
    protected.first_step()
    with protected.client.session_transaction() as cookie:
        cookie["second_since"] -= 601
    assert "/sign-in?" in protected.second_step(protected.shown()).location
    assert "/sign-in" in protected.app.test_client().post("/sign-in/second", data={"code": "1"}).location


def test_never_to_another_site(protected):
    protected.first_step()
    answer = protected.client.post("/sign-in/second?next=//evil.example", data={"code": protected.shown()})
    assert answer.location == "/"


def overdue(program, clock):
    with program.database.unit_of_work() as session:
        number = account_by_email(session, EMAIL).id
        session.get_one(SecondFactor, number).asked_at = clock.now() - timedelta(days=15)


def test_after_the_time_of_grace_nothing_opens_before_it_is_set_up(person, program, clock):
    person.first_step()
    assert person.is_in()
    overdue(program, clock)

    assert person.client.get("/journal/").location == PAGE
    assert person.client.post("/decisions/new").location == PAGE
    assert person.client.get("/account/").status_code == 200
    assert "The time to set it up has passed" in person.client.get(PAGE).text
    person.set_up()
    assert person.is_in()


def test_a_passkey_is_enough_and_then_a_mail_is_not(person, program, clock):
    person.first_step()
    overdue(program, clock)
    with program.database.unit_of_work() as session:
        account = account_by_email(session, EMAIL)
        account.webauthn.append(
            Passkey(
                credential_id=b"x", public_key=b"x", backup_state=False, device_type="", name="key",
                usage="first", lastuse_datetime=datetime.now(UTC),
            )
        )  # fmt: skip

    assert person.is_in()
    person.leave()
    assert "/sign-in/second" in person.first_step().location
    page = person.client.get("/sign-in/second").text
    assert "Use a passkey" in page
    assert 'name="code"' not in page


def test_a_member_is_asked_for_nothing(client, program, sign_in):
    sign_in("member", email=EMAIL)
    assert "Your roles need" not in client.get("/").text


def test_staff_see_what_is_missing_on_the_first_page(person):
    person.first_step()
    page = person.client.get("/").text
    assert "Your roles need a second factor" in page


def test_an_administrator_lets_somebody_start_anew(protected, sign_in, program):
    sign_in("administrator", email="iris@example.org")
    listed = protected.client.get("/second-factors/").text
    assert (EMAIL in listed, "iris@example.org" in listed) == (True, True)
    with program.database.reading() as session:
        number = account_by_email(session, EMAIL).id

    assert "Recognise the person first" in protected.client.get(f"/second-factors/{number}/reset").text
    assert protected.client.post(f"/second-factors/{number}/reset").location == "/second-factors/"
    assert protected.app.extensions["mailman"].outbox[-1].to == [EMAIL]
    protected.leave()
    assert protected.first_step().location == "/journal/"
