"""Three processes take votes, several at a time each, and one after the other is killed: a hundred times.

What was acknowledged is on the board, everyone voted once, and nothing is half done.
"""

import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from collegial.journal.queries import verify as verify_journal
from collegial.kernel.permissions import Viewer
from collegial.testing.factories import MEMBER_RIGHTS
from collegial.votes import queries
from collegial.votes.gathering import cast_gathered
from collegial.votes.models import Ballot, Choice, SignOff
from collegial.votes.services import Cast

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]

PROCESSES, KILLS, VOTERS, AGAIN, HANDS, LIFE = 3, 100, 400, 40, 4, 0.03


class Child:
    """A process that casts for whoever is left, in any order, and tells each receipt once it has it."""

    def __init__(self, cast, left, chance):
        self.told, writing = os.pipe()
        order = chance.sample(left, len(left))
        self.pid = os.fork()
        if self.pid == 0:
            try:
                with ThreadPoolExecutor(HANDS) as hands:
                    for line in hands.map(cast, order):
                        os.write(writing, line)
            finally:
                os._exit(0)
        os.close(writing)

    def kill(self):
        """Kill it at once and return what it told before."""
        os.kill(self.pid, signal.SIGKILL)
        return self.end()

    def end(self):
        """Wait for its end and return what it told, whole lines only."""
        with os.fdopen(self.told, "rb") as told:
            lines = told.read().split(b"\n")[:-1]
        os.waitpid(self.pid, 0)
        return {int(mandate): receipt.decode() for mandate, receipt in map(bytes.split, lines)}


def caster(program, vote_id, questions):
    """Return what casts a right: a line with the receipt, or none where it was not acknowledged."""

    def cast(right):
        mandate_id, voter_id = right
        by = Viewer(name="", account_id=None, actor_id=voter_id, grants=MEMBER_RIGHTS)
        choices = dict.fromkeys(questions, Choice.FOR)
        paper = Cast(by=by, mandate_id=mandate_id, read=lambda _asks: choices)
        try:
            return f"{mandate_id} {cast_gathered(program, vote_id, paper)}\n".encode()
        except DBAPIError:
            return b""  # whoever voted tries again

    return cast


@pytest.fixture
def vote(open_vote_of):
    return open_vote_of(VOTERS)


def test_what_processes_acknowledged_before_they_were_killed_is_on_the_board(program, vote):
    vote_id, questions, rights = vote
    cast, chance, receipts = caster(program, vote_id, questions), random.Random(11), {}
    mandate, receipt = cast(rights[0]).split()  # the children find the statements made
    receipts[int(mandate)] = receipt.decode()
    program.database.close()  # nothing of the parent's is open in the children

    def left():
        return [one for one in rights if one[0] not in receipts] or chance.sample(rights, AGAIN)

    def start():
        return Child(cast, left(), chance)

    def hear(told):
        assert all(receipts.setdefault(mandate, receipt) == receipt for mandate, receipt in told.items())

    children = [start() for _ in range(PROCESSES)]
    for number in range(KILLS):
        time.sleep(chance.random() * LIFE)
        hear(children[number % PROCESSES].kill())
        children[number % PROCESSES] = start()
    for one in [*children, start()]:
        hear(one.end())

    with program.database.reading() as after:
        stored = dict(after.execute(select(SignOff.mandate_id, SignOff.digest)).all())
        assert stored == receipts  # all of them in the end, each once
        assert len(stored) == VOTERS
        assert after.scalar(select(func.count()).select_from(Ballot)) == VOTERS * len(questions)
        assert queries.verify_board(after, queries.vote_session(after, vote_id)) is None
        assert verify_journal(after) is None
