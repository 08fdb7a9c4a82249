"""A power cut at any byte of SQLite's log: what was acknowledged is there, the rest is gone, nothing is half done."""

import random
import shutil
from pathlib import Path

import pytest
from sqlalchemy import event, func, make_url, select, text

from collegial.accounts.events import SignedIn
from collegial.journal.models import JournalEntry
from collegial.journal.queries import verify
from collegial.kernel.database import Database
from collegial.kernel.outbox import OutboxMessage, promise
from collegial.kernel.permissions import program as program_viewer

ACTS, CUTS = 6, 24


@pytest.fixture
def file(settings):
    """Give where the database lies."""
    return Path(make_url(settings.database_url).database)


def log_of(file):
    return file.with_name(f"{file.name}-wal")


@pytest.fixture
def acknowledged(program, file):
    """Do some acts; return how long the log was on the disk each time one was acknowledged."""
    engine, log = program.database.engine, log_of(file)
    engine.dispose()
    # The log keeps growing, so that its length tells what it holds.
    event.listen(engine, "connect", lambda one, _record: one.execute("PRAGMA wal_autocheckpoint = 0"))
    lengths = []
    for number in range(ACTS):
        with program.database.unit_of_work() as session:
            context = program.context(session, program_viewer("test"))
            promise(session, "test.work", {"number": number}, at=program.clock.now())
            context.emit(SignedIn(account=number))
        lengths.append(log.stat().st_size)
    return lengths


def found(url):
    """Return how many acts a database holds, after it was seen to be whole."""
    database = Database(url)
    with database.writing() as session:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert verify(session) is None
        numbers = [
            session.scalar(select(func.count()).select_from(one)) for one in (JournalEntry, OutboxMessage)
        ]
    database.close()
    return numbers


@pytest.mark.both_databases("sqlite")  # the log that is cut is SQLite's
def test_what_was_acknowledged_outlives_the_cut_and_nothing_is_half_done(
    file, acknowledged, tmp_path, program
):
    chance = random.Random(28)
    log = log_of(file).read_bytes()
    assert len(set(acknowledged)) == ACTS
    cuts = [0, *acknowledged, *(chance.randrange(len(log)) for _ in range(CUTS))]

    for cut in cuts:
        after = tmp_path / "after.db"
        shutil.copy(file, after)
        # What was on its way to the disk may be there torn.
        torn = chance.randbytes(min(700, len(log) - cut))
        after.with_name("after.db-wal").write_bytes(log[:cut] + torn)

        kept = len([one for one in acknowledged if one <= cut])
        assert found(f"sqlite:///{after}") == [kept, kept], cut
        after.with_name("after.db-wal").unlink(missing_ok=True)
        after.with_name("after.db-shm").unlink(missing_ok=True)
