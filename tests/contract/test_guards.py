"""What is written once, and what is frozen, is refused by the database itself."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from collegial.accounts.events import SignedIn
from collegial.testing.factories import convened
from collegial.votes.models import Choice
from collegial.votes.services import cast_vote, close_vote, open_vote

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize(
    "statement", ["UPDATE journal_entry SET event = 'other'", "DELETE FROM journal_entry"]
)
def test_the_journal_is_append_only(context, session, statement):
    context.emit(SignedIn(account=1))
    session.flush()
    with pytest.raises(DatabaseError, match="written once"), session.begin_nested():
        session.execute(text(statement))


@pytest.mark.both_databases("sqlite")  # only SQLite has INSERT OR REPLACE
def test_a_replacement_is_no_way_around(context, session):
    context.emit(SignedIn(account=1))
    session.flush()
    columns = 'sequence, at, account_id, "by", payload, previous, digest'
    forged = f"INSERT OR REPLACE INTO journal_entry (event, {columns}) SELECT 'other', {columns} FROM journal_entry"
    with pytest.raises(DatabaseError, match="written once"), session.begin_nested():
        session.execute(text(forged))


BALLOT = "session_id, question_id, giver_id, choice"


@pytest.fixture
def counted(context, session):
    """Give a vote that was cast, closed and counted."""
    world = convened(context, {"A": 4, "B": 4, "C": 4})
    world.arrive(*world.entries["A"])
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    answers = dict.fromkeys([question.id for question in vote.questions], Choice.FOR)
    cast_vote(context, vote.id, world.own(world.entries["A"][0]), answers)
    close_vote(context, vote.id)
    session.flush()


COUNTED = [
    ("UPDATE statutes SET label = 'other'", "written once"),
    ("UPDATE ballot SET choice = 'against'", "written once"),
    ("DELETE FROM vote_sign_off", "written once"),
    ("UPDATE vote_outcome SET adopted = NULL", "written once"),
    ("UPDATE vote_session SET state = 'open'", "closed vote"),
    ("UPDATE vote_session SET board_length = 0", "closed vote"),
    ("UPDATE resolution SET text = 'other'", "convened text"),
    ("UPDATE roll_entry SET voter_id = 1", "written once"),
    (
        f"INSERT INTO ballot ({BALLOT}) SELECT {BALLOT.replace('giver_id', 'giver_id + 1')} FROM ballot",
        "takes no ballot",
    ),
]


def test_a_counted_vote_cannot_be_rewritten(counted, let_through):
    assert let_through(COUNTED) == []
