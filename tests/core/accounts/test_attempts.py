"""Failed sign-ins: kept for the owner, counted for administrators, without saying who has an account."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from collegial.accounts.attempts import failures_by_period, note_attempt, sweep_attempts
from collegial.accounts.models import AccountAttempt
from collegial.accounts.queries import account_by_email
from collegial.accounts.rules import ATTEMPTS_KEPT, MOST_ATTEMPTS, Way

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def kept(program):
    with program.database.reading() as session:
        return [
            (one.account_id is not None, one.way)
            for one in session.scalars(select(AccountAttempt).order_by(AccountAttempt.id))
        ]


def test_a_wrong_password_and_a_wrong_code_are_kept_also_for_an_address_of_nobody(
    program, page, with_password
):
    page.give("something else entirely", by="password")
    page.ask_code()
    page.give("000000" if page.code() != "000000" else "000001")
    page.give("something else entirely", email="nobody@example.org", by="password")
    assert kept(program) == [(True, Way.PASSWORD), (True, Way.CODE), (False, Way.PASSWORD)]


def test_a_right_one_is_no_failure(program, page, with_password):
    page.give(with_password, by="password")
    assert page.is_signed_in()
    assert kept(program) == []


def test_the_owner_sees_those_of_its_own_account_alone(client, sign_in, program):
    sign_in("member", email="other@example.org")
    sign_in("member", email="mine@example.org")
    client.set_cookie("locale", "en")
    with program.database.unit_of_work() as session:
        mine, other = (account_by_email(session, f"{one}@example.org").id for one in ("mine", "other"))
        note_attempt(session, mine, Way.PASSWORD, device="Firefox, Linux", now=NOW)
        note_attempt(session, other, Way.USED, device="Edge, Windows", now=NOW)
    page = client.get("/account/sessions").text
    assert ("A wrong password" in page, "Firefox, Linux" in page) == (True, True)
    assert "Edge, Windows" not in page


def test_administrators_see_how_many_and_never_whose(client, sign_in, program, session):
    for way, hours in ((Way.CODE, 1), (Way.CODE, 30), (Way.SECOND, 24 * 20)):
        note_attempt(session, None, way, device="", now=NOW - timedelta(hours=hours))
    counted = [(days, counts["unknown"]) for days, counts in failures_by_period(session, NOW)]
    assert counted == [(1, 1), (7, 2), (30, 3)]
    session.commit()
    sign_in("administrator")
    client.set_cookie("locale", "en")
    assert "Failed sign-ins" in client.get("/second-factors/").text
    sign_in("staff")
    assert client.get("/second-factors/").status_code == 403


@pytest.mark.both_databases
def test_old_ones_and_those_beyond_the_last_are_forgotten(session, account, program):
    owner = account_by_email(session, account).id
    for number in range(MOST_ATTEMPTS + 3):
        note_attempt(session, owner, Way.CODE, device="", now=NOW - timedelta(minutes=number))
    note_attempt(session, None, Way.CODE, device="", now=NOW - ATTEMPTS_KEPT)
    session.flush()
    sweep_attempts(session, NOW)
    assert len(session.scalars(select(AccountAttempt)).all()) == MOST_ATTEMPTS
