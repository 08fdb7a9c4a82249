"""A program killed at any step of a secret vote: what was acknowledged is on the board, and nothing is half done."""

import os
import signal
from functools import cache

import pytest
from sqlalchemy import event, func, select

from collegial.assemblies.models import Mandate
from collegial.journal.queries import verify as verify_journal
from collegial.kernel.database import Database
from collegial.kernel.errors import Refused
from collegial.kernel.permissions import Viewer
from collegial.secret import queries, steps
from collegial.secret.belenios.verifying import audit
from collegial.secret.credentials import Authority
from collegial.secret.models import SecretEvent
from collegial.secret.services import casting, counting
from collegial.testing.factories import MEMBER_RIGHTS
from collegial.votes.models import Outcome, SignOff

pytestmark = pytest.mark.both_databases

AUTHORITY = Authority(key="a key that the database does not hold")
FOR = [0, 1, 0, 0]


def act_and_die(program, url, viewer, act, step, out):
    """Do an act in a child that dies before its statement number `step`; return only if it lived."""
    database, said = Database(url), [0]

    def count(*_rest):
        said[0] += 1
        if said[0] == step:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(database.engine, "before_cursor_execute", count)
    event.listen(database.engine, "commit", count)
    with database.unit_of_work() as session:
        receipt = act(program.context(session, viewer))
    count()  # committed, and the answer not sent yet
    os.write(out, receipt.encode())


def in_a_child(*arguments):
    """Do an act in a child; return the receipt it showed, and whether it lived to the end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            act_and_die(*arguments, writing)
        except Refused:  # killed after its commit, it is done already
            os.write(writing, b"done before")
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as shown:
        receipt = shown.read()
    _, status = os.waitpid(child, 0)
    return receipt, not os.WIFSIGNALED(status)


def test_killed_at_each_step_a_secret_vote_is_whole_or_nothing(led, session, program, database_url, context):
    vote = led({"A": 4}).make_keys().rehearse().open()
    hand, *others = vote.people
    for entry in others:
        vote.vote(entry, FOR)
    mandate, ballot, staff = vote.world.own(hand).id, vote.ballot(hand, FOR), context.by
    voter = Viewer(name="", account_id=None, actor_id=hand.voter_id, grants=MEMBER_RIGHTS)
    session.commit()
    program.database.close()  # nothing of the parent's is open in the children

    def cast(own):
        right = own.session.get_one(Mandate, mandate)
        return casting.cast(own, vote.id, right, ballot, AUTHORITY).tracker

    def close(own):
        return counting.close(own, vote.id, AUTHORITY).stage.value

    def publish(own):
        return counting.publish_results(own, vote.id).stage.value

    def kill(viewer, act, every):
        """Kill an act before each statement, or each so many, until it lives; check what is left each time."""
        step, lived, shown = 1, False, ""
        while not lived:
            shown, lived = in_a_child(program, database_url, viewer, act, step)
            check(shown if act is cast else None)
            step += every
        assert shown
        assert step > 2 * every

    audited_of = cache(audit)  # a kill that changed nothing leaves the archive that was audited before

    def check(tracker):
        with program.database.reading() as after:
            found = queries.ceremony(after, vote.id)
            (row,) = steps.real(found)
            audited = audited_of(queries.archive_of(after, row))
            trackers = {one for _, one in queries.trackers(after, row)}
            assert len(trackers) == after.scalar(select(func.count()).select_from(SignOff))
            assert not tracker or tracker in trackers, "a receipt was shown and lost"
            assert audited.is_closed == (found.vote.closed_at is not None)
            assert (audited.result is not None) == (
                after.scalar(select(func.count()).select_from(Outcome)) == 1
            )
            assert verify_journal(after) is None
        program.database.close()

    kill(voter, cast, 1)
    kill(staff, close, 6)
    with program.database.unit_of_work() as again:
        vote.context.session.close()
        for owner in (1, 2):
            (row,) = steps.real(queries.ceremony(again, vote.id))
            part = vote.part_of(again, row, owner)
            counting.send_decryption(program.context(again, vote.by(owner).by), row.uuid, part)
    program.database.close()
    kill(staff, publish, 6)
    with program.database.reading() as after:
        ballots = select(func.count()).where(SecretEvent.kind == "Ballot")
        assert after.scalar(ballots) == len(vote.people) + 1  # and that of the rehearsal
