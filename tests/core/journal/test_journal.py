import pytest

from collegial.accounts.events import SignedIn
from collegial.journal import queries

pytestmark = pytest.mark.both_databases


def test_entries_are_numbered_without_a_gap_and_the_chain_holds(context, session):
    for account in range(3):
        context.emit(SignedIn(account=account))

    assert [entry.sequence for entry in session.scalars(queries.newest_first())] == [3, 2, 1]
    assert queries.verify(session) is None


def test_a_home_page(client):
    assert client.get("/journal/").status_code == 302
