"""Members cast while the disk fills up: what was acknowledged is there, nothing else, and the rest vote afterwards."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError

from collegial.journal.queries import verify as verify_journal
from collegial.kernel.outage import is_out_of_reach
from collegial.kernel.permissions import Viewer
from collegial.testing.factories import MEMBER_RIGHTS, convened
from collegial.votes import queries
from collegial.votes.gathering import cast_gathered
from collegial.votes.models import Ballot, Choice, SignOff, VoteSession
from collegial.votes.services import Cast, open_vote

pytestmark = pytest.mark.both_databases
VOTERS, HANDS, PAGES, LINES = 60, 6, 3, 20


@pytest.fixture
def vote(context, session):
    """Give an open vote with many who attend: its number, its questions, and the rights."""
    world = convened(context, {"A": VOTERS, "B": 1})
    world.arrive(*world.entries["A"])
    world.open()
    found = open_vote(context, world.assembly, world.assembly.resolutions)
    told = found.id, [one.id for one in found.questions], [
        (world.own(one).id, one.voter_id) for one in world.entries["A"]
    ]  # fmt: skip
    session.commit()
    return told


@contextmanager
def filling_disk(program):
    """Leave room for some casts: by SQLite's own limit, by the very error of a PostgreSQL server."""
    engine = program.database.engine
    if engine.dialect.name == "postgresql":
        with program.database.unit_of_work() as one:
            one.execute(
                text(
                    "CREATE FUNCTION no_room() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION "
                    "'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$ LANGUAGE plpgsql"
                )
            )
            one.execute(
                text(
                    "CREATE TRIGGER no_room BEFORE INSERT ON vote_sign_off FOR EACH ROW "
                    f"WHEN (NEW.sequence > {LINES}) EXECUTE FUNCTION no_room()"
                )
            )
        yield
        with program.database.unit_of_work() as one:
            one.execute(text("DROP FUNCTION no_room CASCADE"))
        return

    def limit(connection, _record):
        connection.execute(f"PRAGMA max_page_count = {pages + PAGES}")

    with engine.connect() as first:
        pages = first.exec_driver_sql("PRAGMA page_count").scalar()
    engine.dispose()
    event.listen(engine, "connect", limit)
    yield
    event.remove(engine, "connect", limit)
    engine.dispose()


def cast_all(program, vote, rights):
    """Let several hands cast at a time; return the receipts by mandate, and what was refused."""
    vote_id, questions, _ = vote
    choices, refused = dict.fromkeys(questions, Choice.FOR), []

    def cast(right):
        mandate_id, voter_id = right
        by = Viewer(name="", account_id=None, actor_id=voter_id, grants=MEMBER_RIGHTS)
        try:
            paper = Cast(by=by, mandate_id=mandate_id, read=lambda _asks: choices)
            return mandate_id, cast_gathered(program, vote_id, paper)
        except DBAPIError as error:
            refused.append(error)
            return mandate_id, None

    with ThreadPoolExecutor(HANDS) as hands:
        told = dict(hands.map(cast, rights))
    return {mandate: receipt for mandate, receipt in told.items() if receipt}, refused


def on_board(session, vote_id):
    """Return the receipts by mandate; board, ballots and journal hold, and none has a sign-off without ballots."""
    lines = session.scalars(select(SignOff).where(SignOff.session_id == vote_id)).all()
    with_ballots = set(session.scalars(select(Ballot.giver_id).where(Ballot.session_id == vote_id)))
    assert {one.giver_id for one in lines} == with_ballots
    assert queries.verify_board(session, session.get_one(VoteSession, vote_id)) is None
    assert verify_journal(session) is None
    return {one.mandate_id: one.digest for one in lines}


def test_what_was_acknowledged_while_the_disk_filled_up_is_there(program, vote):
    vote_id, _, rights = vote
    with filling_disk(program):
        receipts, refused = cast_all(program, vote, rights)
        assert receipts
        assert refused
        assert all(map(is_out_of_reach, refused))

    with program.database.reading() as session:
        assert on_board(session, vote_id) == receipts
    later, refused = cast_all(program, vote, [one for one in rights if one[0] not in receipts])
    assert not refused
    with program.database.reading() as session:
        assert on_board(session, vote_id) == receipts | later
    assert len(receipts | later) == VOTERS
