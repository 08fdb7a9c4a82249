import gc

import pytest
from sqlalchemy import event

from collegial.accounts.events import SignedIn
from collegial.journal import queries
from collegial.kernel.events import Act, Subscription
from collegial.kernel.permissions import Viewer
from collegial.kernel.permissions import program as program_viewer

pytestmark = pytest.mark.both_databases


def by(account):
    return Act(by=Viewer(name="Ada", account_id=account), event=SignedIn(account=account))


def test_entries_are_numbered_without_a_gap_and_the_chain_holds(context, session):
    for account in range(3):
        context.emit(SignedIn(account=account))

    assert [entry.sequence for entry in session.scalars(queries.newest_first())] == [3, 2, 1]
    assert queries.verify(session) is None


def test_many_events_of_one_transaction_read_the_end_of_the_chain_once(context, session, program):
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(program.database.engine, "before_cursor_execute", note)
    for number in range(5):
        context.emit(SignedIn(account=number))
        session.flush()
        gc.collect(1)
    event.remove(program.database.engine, "before_cursor_execute", note)

    assert len([one for one in asked if one.startswith("SELECT") and "journal_head" in one]) == 1


def test_what_several_did_is_written_at_once_with_who_did_it_between_what_comes_one_by_one(context, session):
    context.emit(SignedIn(account=1))
    context.emit_all([by(2), by(3), Act(by=program_viewer("night job"), event=SignedIn(account=4))])
    undone = session.begin_nested()
    context.emit_all([by(5)])
    undone.rollback()
    context.emit(SignedIn(account=6))
    context.emit_all([])

    entries = session.scalars(queries.newest_first()).all()
    assert [one.payload["account"] for one in entries] == [6, 4, 3, 2, 1]
    assert [(one.account_id, one.by) for one in entries[1:4]] == [(None, "night job"), (3, ""), (2, "")]
    assert queries.verify(session) is None


def test_who_does_not_hear_many_at_once_hears_each_with_its_own_viewer(context):
    heard = []
    context.bus.subscribe(
        Subscription(
            key="test.hear",
            event=SignedIn,
            handler=lambda own, event: heard.append((own.by.account_id, event.account)),
        )
    )

    context.emit_all([by(1), by(2)])

    assert heard == [(1, 1), (2, 2)]


def test_a_home_page(client):
    assert client.get("/journal/").status_code == 302
