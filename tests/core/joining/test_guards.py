"""What the database itself refuses, whoever writes to it."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from collegial.joining.models import ConveningChoice, Verdict
from collegial.joining.rules import NEXT, ApplicationState

pytestmark = pytest.mark.both_databases

ONE = "UPDATE joining_application SET"


@pytest.fixture
def way(session, clock, statutes, send, accepted, confirmed, settle, pay):
    """Give applications in every state, and lines in every table."""
    by_state = {
        "received": send(agreed=["statutes", "data", "news"]), "accepted": accepted(), "admitted": accepted(),
        "refused": confirmed(), "waiting": confirmed(),
    }  # fmt: skip
    settle(Verdict.REFUSE, by_state["refused"])
    settle(Verdict.WAIT, by_state["waiting"])
    pay(by_state["admitted"], 50)
    asked = ConveningChoice(
        actor_id=by_state["admitted"].actor_id, by_post=True, chosen_at=clock.now(), on_paper=False
    )
    session.add(asked)
    session.flush()
    return by_state


PAST = [
    ("UPDATE joining_decision SET verdict = 'wait'", "written once"),
    ("DELETE FROM joining_decision", "written once"),
    ("UPDATE joining_batch SET reasons = 'other'", "written once"),
    ("UPDATE joining_receipt SET amount = 1", "written once"),
    ("DELETE FROM joining_receipt", "written once"),
    ("UPDATE consent_text SET text = 'other'", "written once"),
    ("UPDATE consent SET given_at = '2001-01-01 00:00:00+00:00'", "only ever taken back"),
    (f"{ONE} least = least + 1 WHERE least IS NOT NULL", "called for"),
    (f"{ONE} shares = shares + 1 WHERE least IS NOT NULL", "called for"),
    (
        f"{ONE} state = 'accepted', member_id = NULL WHERE state = 'admitted'",
        "only goes forward|admitted once",
    ),
    (f"{ONE} member_id = NULL WHERE state = 'admitted'", "admitted once"),
    (f"{ONE} state = 'admitted' WHERE state = 'accepted'", "(?i)check"),
    (f"{ONE} waiting_since = NULL WHERE state = 'waiting'", "(?i)check"),
    (f"{ONE} due_on = NULL WHERE state = 'accepted'", "(?i)check"),
]


def test_the_past_of_an_application_cannot_be_rewritten(way, let_through):
    assert let_through(PAST) == []


def test_the_database_knows_the_same_way_as_the_rules(way, let_through):
    def answer(old, new):
        stays, goes = new == old, new in NEXT.get(old, ()) and new is not ApplicationState.ADMITTED
        return "written" if stays or goes else r"(?i)check|only goes|admitted once"

    moves = [
        (
            f"{ONE} state = '{new.value}', waiting_since = received_at WHERE id = {way[old].id}",
            answer(ApplicationState(old), new),
        )
        for old in way
        for new in ApplicationState
    ]

    assert let_through(moves) == []


def test_no_application_is_born_decided(way, session):
    columns = (
        "kind, name, search_name, email, street, postcode, locality, country, ties, category_key,"
        " collective_value, own_value_kinds, own_value, locale, received_at"
    )
    forged = (
        f"INSERT INTO joining_application (state, {columns}) "
        f"SELECT 'refused', {columns} FROM joining_application WHERE id = {way['received'].id}"
    )

    with pytest.raises(DatabaseError, match="only goes forward"), session.begin_nested():
        session.execute(text(forged))


def test_two_applications_never_share_a_member(way, session):
    member = way["admitted"].member_id
    with pytest.raises(DatabaseError, match=r"(?i)unique"), session.begin_nested():
        session.execute(
            text(f"{ONE} state = 'admitted', member_id = {member} WHERE id = {way['accepted'].id}")
        )


def test_a_consent_that_was_taken_back_is_not_given_again(way, session, clock):
    consent = way["received"].consents[-1]
    consent.withdrawn_at = clock.now()
    session.flush()

    with pytest.raises(DatabaseError, match="only ever taken back"), session.begin_nested():
        session.execute(text("UPDATE consent SET withdrawn_at = NULL WHERE withdrawn_at IS NOT NULL"))


def test_an_organisation_without_a_representative_is_refused(way, session):
    with pytest.raises(DatabaseError, match=r"(?i)check"), session.begin_nested():
        session.execute(text(f"{ONE} kind = 'organisation'"))


def test_every_table_of_joining_is_read_by_its_models(way, session):
    from collegial.joining import models

    tables = [one for one in vars(models).values() if hasattr(one, "__tablename__")]
    ours = [one for one in tables if one.__tablename__.startswith(("joining_", "consent"))]
    assert len(ours) == 8
    assert all(session.scalars(select(one).limit(1)).first() for one in ours)
