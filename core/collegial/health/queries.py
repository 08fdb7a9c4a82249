"""Ask what a monitor asks: is the database there, are its tables up to date, is promised work late."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from collegial.hosting.host import Host
from collegial.hosting.loading import CORE
from collegial.hosting.migrations import newest_of_core, revisions_in
from collegial.journal.models import JournalHead
from collegial.kernel.database import Database
from collegial.kernel.disks import free_bytes
from collegial.kernel.outbox import ATTEMPTS, OutboxMessage

log = structlog.get_logger(__name__)
LATE = timedelta(minutes=15)
_UNKNOWN = "unknown"
_LEAST_ROOM = 1 << 20  # bytes: an act takes some pages in the log of the database


@dataclass(frozen=True, kw_only=True)
class Work:
    """How much promised work waits, since when the oldest that is due, and how much was given up."""

    waiting: int
    given_up: int
    oldest: timedelta

    @property
    def is_late(self) -> bool:
        """Tell whether nobody seems to do the work."""
        return self.oldest > LATE


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """What was found; `behind` names whose tables wait for an upgrade.

    `room` tells whether the disk takes anything still; None where nobody can look at it from here.
    """

    database: bool
    room: bool | None = None
    behind: tuple[str, ...] = ()
    work: Work | None = None

    @property
    def is_ready(self) -> bool:
        """Tell whether visitors can be served; late mails keep nobody from voting."""
        return self.database and self.room is not False and not self.behind

    def record(self) -> dict[str, str]:
        """Return it in words for a monitor: nothing here is secret."""
        return {
            "status": "ready" if self.is_ready else "not ready",
            "database": "reached" if self.database else "not reached",
            "disk": _UNKNOWN if self.room is None else "room left" if self.room else "full",
            "tables": self._tables(),
            "work": self._work(),
        }

    def _tables(self) -> str:
        if not self.database:
            return _UNKNOWN
        return f"behind: {', '.join(self.behind)}" if self.behind else "up to date"

    def _work(self) -> str:
        if self.work is None:
            return _UNKNOWN
        return "late" if self.work.is_late else "given up in part" if self.work.given_up else "in time"


def readiness(database: Database, host: Host, now: datetime) -> Readiness:
    """Look at the database, its tables, and the promised work."""
    try:
        with database.reading() as session:
            behind = _behind(session, host)
            late = None if behind else work(session, now)
            return Readiness(database=True, room=_has_room(database), behind=behind, work=late)
    except SQLAlchemyError as error:
        log.warning("health.no_database", error=type(error).__name__)
        return Readiness(database=False)


def _has_room(database: Database) -> bool | None:
    """Look at the disk of an embedded database; that of a server is out of sight."""
    url = database.engine.url
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    return free_bytes(Path(url.database).parent) >= _LEAST_ROOM


def _behind(session: Session, host: Host) -> tuple[str, ...]:
    """Return whose tables wait for an upgrade; what the program needs is read once, as monitors ask often."""
    wanted = {CORE: newest_of_core(), **host.newest_revisions}
    stored = revisions_in(session.connection(), host)
    return tuple(name for name in stored if stored[name] != wanted.get(name))


def work(session: Session, now: datetime) -> Work:
    """Return how promised work stands."""
    unfinished = OutboxMessage.done_at.is_(None)
    waiting, given_up, oldest = session.execute(
        select(
            func.count().filter(OutboxMessage.attempts < ATTEMPTS),
            func.count().filter(OutboxMessage.attempts >= ATTEMPTS),
            func.min(OutboxMessage.due_at).filter(OutboxMessage.attempts < ATTEMPTS),
        ).where(unfinished)
    ).one()
    return Work(waiting=waiting, given_up=given_up, oldest=max(now - (oldest or now), timedelta()))


def journal_length(session: Session) -> int:
    """Return how many acts the journal holds."""
    return session.scalar(select(JournalHead.sequence)) or 0
