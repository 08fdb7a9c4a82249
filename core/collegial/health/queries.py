"""Ask what a monitor asks: is the database there, are its tables up to date, is promised work late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from collegial.hosting.host import Host
from collegial.hosting.loading import CORE
from collegial.hosting.migrations import newest_of_core, revisions_in
from collegial.journal.models import JournalHead
from collegial.kernel.database import Database
from collegial.kernel.outbox import ATTEMPTS, OutboxMessage

log = structlog.get_logger(__name__)
LATE = timedelta(minutes=15)


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
    """What was found; `behind` names whose tables wait for an upgrade."""

    database: bool
    behind: tuple[str, ...] = ()
    work: Work | None = None

    @property
    def is_ready(self) -> bool:
        """Tell whether visitors can be served; late mails keep nobody from voting."""
        return self.database and not self.behind

    def record(self) -> dict[str, str]:
        """Return it in words for a monitor: nothing here is secret."""
        late = self.work is not None and self.work.is_late
        given_up = self.work is not None and self.work.given_up > 0
        return {
            "status": "ready" if self.is_ready else "not ready",
            "database": "reached" if self.database else "not reached",
            "tables": f"behind: {', '.join(self.behind)}" if self.behind else "up to date",
            "work": "late" if late else "given up in part" if given_up else "in time",
        }


def readiness(database: Database, host: Host, now: datetime) -> Readiness:
    """Look at the database, its tables, and the promised work."""
    try:
        with database.reading() as session:
            behind = _behind(session, host)
            return Readiness(database=True, behind=behind, work=None if behind else work(session, now))
    except SQLAlchemyError as error:
        log.warning("health.no_database", error=type(error).__name__)
        return Readiness(database=False)


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
