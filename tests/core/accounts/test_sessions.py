from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select, update

from collegial.accounts.models import AccountSession
from collegial.accounts.queries import account_by_email
from collegial.accounts.rules import LIFETIME, SEEN_EVERY, device_of
from collegial.accounts.services import begin_session, give_roles, open_account, sweep_sessions
from collegial.journal.models import JournalEntry
from collegial.kernel.permissions import program as program_viewer
from collegial.testing.cookies import signed_in_cookie

ROZENN = "rozenn@example.org"


@pytest.fixture
def mine(client, sign_in):
    sign_in("member", email=ROZENN)
    client.set_cookie("locale", "en")
    return client


@pytest.fixture
def elsewhere(app, mine, program):
    """Give another browser in which the same account is signed in."""
    with program.database.unit_of_work() as session:
        known = signed_in_cookie(session, account_by_email(session, ROZENN))
    other = app.test_client()
    with other.session_transaction() as cookie:
        cookie.update(known)
    return other


@pytest.fixture
def held(program):
    """Give a function that reads, or changes, what is held."""

    def do(**values) -> list[AccountSession]:
        with program.database.unit_of_work() as session:
            if values:
                session.execute(update(AccountSession).values(**values))
            return list(session.scalars(select(AccountSession).order_by(AccountSession.id)))

    return do


def copy_of(client, app):
    """Give a thief who copied the cookie of a browser."""
    thief = app.test_client()
    with client.session_transaction() as cookie, thief.session_transaction() as stolen:
        stolen.update(cookie)
    return thief


def is_in(client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36", "Chrome, Linux"),
        ("curl/8.9", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_device_is_named_by_browser_and_system(header, name):
    assert device_of(header) == name


def test_a_cookie_that_was_copied_dies_with_the_sign_out(app, mine):
    thief = copy_of(mine, app)
    assert is_in(thief)
    mine.post("/account/sign-out")
    assert not is_in(thief)


def test_one_sees_where_one_is_signed_in_and_ends_the_others(mine, elsewhere, held):
    page = mine.get("/account/sessions").get_data(as_text=True)
    assert page.count('/end"') == 3
    assert mine.post("/account/sessions/end").location == "/account/sessions"
    assert (is_in(mine), is_in(elsewhere), len(held())) == (True, False, 1)


def test_one_session_is_ended(mine, elsewhere, held, program):
    mine.post(f"/account/sessions/{held()[1].id}/end")
    assert (is_in(mine), is_in(elsewhere)) == (True, False)
    with program.database.reading() as session:
        last = session.scalars(select(JournalEntry).order_by(JournalEntry.sequence.desc())).first()
    assert last.event == "accounts.sessions_ended"


def test_ending_this_one_signs_out(mine, held):
    assert mine.post(f"/account/sessions/{held()[0].id}/end").location == "/"
    assert not is_in(mine)


def test_nobody_ends_the_session_of_another(mine, held, program):
    with program.database.unit_of_work() as session:
        stranger = open_account(
            program.context(session, program_viewer("test")),
            email="other@example.org",
            actor_id=None,
            roles=["member"],
        )
        session.flush()
        begin_session(session, stranger, device="", now=datetime.now(UTC))
    assert mine.post(f"/account/sessions/{held()[1].id}/end").status_code == 404
    assert len(held()) == 2


def test_who_took_over_an_old_session_cannot_end_those_of_its_owner(mine, elsewhere, held):
    with mine.session_transaction() as cookie:
        cookie["fs_paa"] -= 3600
    assert "/confirm" in mine.post("/account/sessions/end").location
    assert len(held()) == 2


def test_a_session_ends_twelve_hours_after_the_sign_in(mine, held):
    held(began_at=datetime.now(UTC) - LIFETIME + timedelta(minutes=1))
    assert is_in(mine)
    held(began_at=datetime.now(UTC) - LIFETIME)
    assert not is_in(mine)


def test_another_role_asks_to_sign_in_again(mine, program):
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        give_roles(context, account_by_email(session, ROZENN), ["staff"])
    assert not is_in(mine)


def test_the_last_use_is_noted_once_in_ten_minutes(mine, held, program):
    long_ago = datetime.now(UTC) - SEEN_EVERY - timedelta(minutes=1)
    held(seen_at=long_ago)
    mine.get("/account/")
    noted = held()[0].seen_at
    assert noted > long_ago
    written = []
    hear = lambda *given: written.append(given[2])  # noqa: E731
    event.listen(program.database.engine, "before_cursor_execute", hear)
    mine.get("/account/")
    event.remove(program.database.engine, "before_cursor_execute", hear)
    assert not [one for one in written if one.startswith("UPDATE")]


def test_an_act_notes_the_use_too(mine, held):
    long_ago = datetime.now(UTC) - SEEN_EVERY - timedelta(minutes=1)
    held(seen_at=long_ago)
    mine.post("/account/language", data={"locale": "br"})
    assert held()[0].seen_at > long_ago


def test_a_cast_which_only_reads_here_notes_the_use_apart(mine, held):
    long_ago = datetime.now(UTC) - SEEN_EVERY - timedelta(minutes=1)
    held(seen_at=long_ago)
    assert mine.post("/votes/99/mandates/99", data={"go": "cast"}).status_code == 404
    assert held()[0].seen_at > long_ago  # what the request itself wrote would be undone with it


def test_what_is_over_is_swept(mine, elsewhere, held, program):
    held(began_at=datetime.now(UTC) - LIFETIME)
    with program.database.unit_of_work() as session:
        begin_session(session, account_by_email(session, ROZENN), device="", now=datetime.now(UTC))
    with program.database.unit_of_work() as session:
        assert sweep_sessions(session, datetime.now(UTC)) == 2
    assert len(held()) == 1


def test_the_database_does_not_give_the_cookie_away(mine, held):
    with mine.session_transaction() as cookie:
        assert cookie["held"] not in {held()[0].digest, held()[0].mark}
