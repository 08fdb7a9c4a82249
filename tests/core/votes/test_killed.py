"""A program killed at any step of a cast: every receipt shown is on the board, no sign-off lacks its ballots."""

import os
import signal

import pytest
from sqlalchemy import event, func, select

from collegial.assemblies.models import Mandate
from collegial.journal.queries import verify as verify_journal
from collegial.kernel.database import Database
from collegial.kernel.permissions import Viewer
from collegial.testing.factories import MEMBER_RIGHTS, convened
from collegial.votes import queries
from collegial.votes.models import Ballot, Choice, SignOff
from collegial.votes.services import cast_vote, open_vote

pytestmark = pytest.mark.both_databases

VOTERS = 40


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def cast_and_die(program, url, vote_id, questions, right, step, out):
    """Cast in a child process that dies before its statement number `step`; return only if it lived."""
    database, said = Database(url), [0]

    def count(*_rest):
        said[0] += 1
        if said[0] == step:
            die()

    event.listen(database.engine, "before_cursor_execute", count)
    event.listen(database.engine, "commit", count)
    mandate_id, voter_id = right
    viewer = Viewer(name="", account_id=None, actor_id=voter_id, grants=MEMBER_RIGHTS)
    with database.unit_of_work() as session:
        context = program.context(session, viewer)
        choices = dict.fromkeys(questions, Choice.FOR)
        receipt = cast_vote(context, vote_id, session.get_one(Mandate, mandate_id), choices).digest
    count()  # committed, and the answer not sent yet
    os.write(out, receipt.encode())
    count()


def in_a_child(*arguments):
    """Run a cast in a child; return the receipt it showed, and whether it lived to the end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            cast_and_die(*arguments, writing)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as shown:
        receipt = shown.read()
    _, status = os.waitpid(child, 0)
    return receipt, not os.WIFSIGNALED(status)


def test_killed_at_each_step_a_cast_is_whole_or_nothing(program, context, session, database_url):
    world = convened(context, {"A": VOTERS, "B": 1})
    world.arrive(*world.entries["A"])
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    questions = [one.id for one in vote.questions]
    rights = [(world.own(one).id, one.voter_id) for one in world.entries["A"]]
    vote_id = vote.id
    session.commit()
    program.database.close()  # nothing of the parent's is open in the children

    receipts, lived = set(), False
    for step, right in enumerate(rights, start=1):
        receipt, lived = in_a_child(program, database_url, vote_id, questions, right, step)
        receipts |= {receipt} - {""}
        with program.database.reading() as after:
            stored = set(after.scalars(select(SignOff.digest)))
            assert receipts <= stored, f"a receipt was shown and lost at step {step}"
            assert after.scalar(select(func.count()).select_from(Ballot)) == len(stored) * len(questions)
            assert queries.verify_board(after, queries.vote_session(after, vote_id)) is None
            assert verify_journal(after) is None
        program.database.close()
        if lived:
            break

    assert lived, "the cast has more steps than voters: give it more"
    assert step > 8
    assert len(stored) - len(receipts) == 1  # committed, and killed before it could say so
