"""A worker killed in the middle of an import loses nothing that was written and writes nothing twice."""

import subprocess
import sys
import time

import pytest
from sqlalchemy import func, select

from collegial.imports.models import ImportFile
from collegial.imports.rules import ImportState, Mode
from collegial.imports.services import start
from collegial.kernel.outbox import LEASE
from collegial.membership.models import Member
from collegial.shares.models import ShareEntry

pytestmark = [pytest.mark.slow, pytest.mark.both_databases, pytest.mark.usefixtures("statutes")]

ROWS = 400
WORKER = """
import sys
from datetime import datetime
from pathlib import Path
from collegial.app import create_app
from collegial.config import Mail, Secrets, Settings
from collegial.imports.services import running
from collegial.kernel.clock import FrozenClock
from collegial.testing.fixtures import SECRETS

running.BATCH = 10
settings = Settings(
    folder=Path(sys.argv[3]), mail=Mail(backend="locmem"), secrets=Secrets(**SECRETS), database_url=sys.argv[1],
    testing=True,
)
app = create_app(settings, candidates=[], clock=FrozenClock(datetime.fromisoformat(sys.argv[2])))
with app.test_request_context():
    app.extensions["collegial"].drain()
"""


def done(program):
    with program.database.reading() as session:
        return session.scalars(select(ImportFile.done_count)).one()


def test_a_killed_worker_leaves_an_import_that_goes_on(
    context, session, program, clock, bring, lists, tmp_path, database_url
):
    rows = (
        [str(n), f"Famille {n}", "P", f"p{n}@example.org", "", "Salariés", "01/02/2026", "1", "20"]
        for n in range(ROWS)
    )
    start(context, bring(lists.written(*rows)), mode=Mode.GOOD_ROWS)
    session.commit()
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, database_url, clock.now().isoformat(), str(tmp_path)],
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while done(program) == 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    worker.kill()
    worker.wait()
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
