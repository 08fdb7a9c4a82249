"""A worker killed in the middle of an import loses nothing that was written and writes nothing twice."""

import os
import signal
import time

import pytest
from sqlalchemy import func, select

from collegial.imports.models import ImportFile
from collegial.imports.rules import ImportState, Mode
from collegial.imports.services import running, start
from collegial.kernel.outbox import LEASE
from collegial.membership.models import Member
from collegial.shares.models import ShareEntry

pytestmark = [pytest.mark.slow, pytest.mark.both_databases, pytest.mark.usefixtures("statutes")]

ROWS = 400


def done(program):
    with program.database.reading() as session:
        return session.scalars(select(ImportFile.done_count)).one()


def working(program):
    """Start a worker, a process of its own, that writes few rows at a time; return its number."""
    child = os.fork()
    if child == 0:
        try:
            running.BATCH = 10
            program.drain()
        finally:
            os._exit(0)
    return child


def test_a_killed_worker_leaves_an_import_that_goes_on(context, session, program, clock, bring, lists):
    rows = (
        [str(n), f"Famille {n}", "P", f"p{n}@example.org", "", "Salariés", "01/02/2026", "1", "20"]
        for n in range(ROWS)
    )
    start(context, bring(lists.written(*rows)), mode=Mode.GOOD_ROWS)
    session.commit()
    program.database.close()  # nothing of the parent's is open in the child
    worker = working(program)
    deadline = time.monotonic() + 60
    while done(program) == 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    killed_at = done(program)
    clock.move(seconds=LEASE.total_seconds() + 1)  # the outbox gives a dead worker's message back

    while program.drain():
        pass

    assert 0 < killed_at < ROWS
    session.expire_all()
    file = session.scalars(select(ImportFile)).one()
    assert (file.state, file.new_count, file.wrong_count) == (ImportState.DONE, ROWS, 0)
    assert session.scalar(select(func.count()).select_from(Member)) == ROWS
    assert session.scalar(select(func.count()).select_from(ShareEntry)) == ROWS
