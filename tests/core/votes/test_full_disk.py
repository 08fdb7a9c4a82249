"""Members cast while the disk fills up: what was acknowledged is there, nothing else, and the rest vote afterwards."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from tests.disks import full_disk

from collegial.journal.queries import verify as verify_journal
from collegial.kernel.outage import is_out_of_reach
from collegial.kernel.permissions import Viewer
from collegial.testing.factories import MEMBER_RIGHTS
from collegial.votes import queries
from collegial.votes.gathering import cast_gathered
from collegial.votes.models import Ballot, Choice, SignOff, VoteSession
from collegial.votes.services import Cast

pytestmark = pytest.mark.both_databases
VOTERS, HANDS, LINES = 60, 6, 20


@pytest.fixture
def vote(open_vote_of):
    return open_vote_of(VOTERS)


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
    with full_disk(program, "vote_sign_off", when=f"NEW.sequence > {LINES}"):
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
