"""The outbox: work promised inside a transaction and done after it, at least once, visibly."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Select, and_, event, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, SessionTransaction, mapped_column
from sqlalchemy.orm.exc import StaleDataError
from structlog.contextvars import bind_contextvars, unbind_contextvars

from collegial.kernel.base import Base
from collegial.kernel.clock import Clock
from collegial.kernel.database import Database
from collegial.kernel.heartbeat import beating
from collegial.kernel.outage import is_contended

log = structlog.get_logger(__name__)

ATTEMPTS = 8
PATIENT = 3  # attempts of which the first ones say nothing of others that held the database meanwhile
BACK_OFF = 4  # seconds, to the power of the attempts: the last one comes six hours after the first
LEASE = timedelta(minutes=5)
BEAT = 20  # seconds after which work that says nothing is kept for another lease, for an hour at most: it may hang
_BEATS = 180
_PROMISED = "promised"


class OutboxMessage(Base):
    """One piece of promised work; done, waiting, or given up with its last error.

    `steps_done` of `steps` tell how far a long one is. `mailed` are the marks of the mails that it has sent: it does
    not send them again when it is tried again.

    Its attempts are the version of the row. A worker whose lease has run out, be it that a clock jumped ahead, keeps
    nothing more once another one has begun the next attempt.
    """

    __tablename__ = "outbox_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    task: Mapped[str] = mapped_column(index=True)
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    done_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    steps: Mapped[int | None]
    steps_done: Mapped[int] = mapped_column(default=0)
    mailed: Mapped[list[Any] | None]
    __mapper_args__: Any = {"version_id_col": attempts, "version_id_generator": False}  # noqa: RUF012 (read once)


@dataclass(frozen=True, kw_only=True)
class Running:
    """The piece of work that is being done here, in its session."""

    session: Session
    message: OutboxMessage
    clock: Clock

    def commit(self) -> None:
        """Keep what was done so far, and the work to this worker for another lease.

        Raises StaleDataError, and keeps nothing, when another worker took it over meanwhile.
        """
        self.message.due_at = self.clock.now() + LEASE
        self.session.commit()

    def mark_as_mailed(self, mark: str) -> None:
        """Note by its mark that a mail of this work left."""
        self.message.mailed = [*(self.message.mailed or ()), mark]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """The attempt of a piece of work that one worker has taken."""

    message: int
    attempt: int


_RUNNING: ContextVar[Running | None] = ContextVar("running", default=None)
Task = Callable[[Session, Clock, Mapping[str, Any]], None]


def promise(
    session: Session,
    task: str,
    payload: Mapping[str, Any],
    *,
    at: datetime,
    steps: int | None = None,
    steps_done: int = 0,
) -> OutboxMessage:
    """Write down work to be done once this transaction is committed; it has a number once it is flushed.

    Long work that goes on in another piece says of how many `steps` it has done how many.
    """
    message = OutboxMessage(
        task=task, payload=dict(payload), created_at=at, due_at=at, steps=steps, steps_done=steps_done
    )
    session.add(message)
    session.info[_PROMISED] = True
    return message


def running() -> Running | None:
    """Return the piece of work that is being done here; None elsewhere than in promised work."""
    return _RUNNING.get()


@contextmanager
def outside() -> Iterator[None]:
    """Do something slow while no transaction is open: a mail, a question to another machine.

    What the work wrote so far is committed before, and what it writes afterwards with its end. So it is told that
    something left after it left, never before. Elsewhere than in promised work this changes nothing.
    """
    work = running()
    if work is not None:
        work.commit()
    yield


def tell_progress(done: int, steps: int | None) -> None:
    """Keep what long work did so far, and show how far it is; it must find its place again when it is killed.

    `steps` is None where nobody knows how many there will be.
    """
    work = running()
    if work is not None:
        work.message.steps_done, work.message.steps = done, steps
        work.commit()


def ring_after_promises(database: Database, ring: Callable[[], None]) -> None:
    """Call `ring` after each transaction that promised work, so that a worker need not look again and again."""

    @event.listens_for(database.writing, "after_transaction_end")
    def ended(session: Session, transaction: SessionTransaction) -> None:
        if transaction.parent is None and session.info.pop(_PROMISED, False):
            ring()


def more_is_due(session: Session, clock: Clock) -> bool:
    """Tell whether several pieces of work wait, so that one more worker would find something to do."""
    waiting = _due(OutboxMessage.id, clock.now()).limit(2)
    return len(session.execute(waiting).all()) > 1


def is_given_up(now: datetime) -> ColumnElement[bool]:
    """Tell of open work whether nobody will do it by itself; not while its last attempt is under way."""
    is_held = and_(OutboxMessage.due_at > now, OutboxMessage.due_at <= now + LEASE)
    return and_(OutboxMessage.attempts >= ATTEMPTS, ~is_held)


def next_due(session: Session) -> datetime | None:
    """Return when the first work is due that is neither done nor given up; None when nothing waits."""
    waiting = OutboxMessage.done_at.is_(None), OutboxMessage.attempts < ATTEMPTS
    return session.scalar(select(func.min(OutboxMessage.due_at)).where(*waiting))


def failed_work(session: Session, *, most: int = 5) -> Sequence[OutboxMessage]:
    """Return messages that failed and are not done, the latest first; those out of attempts wait for a person."""
    failed = select(OutboxMessage).where(
        OutboxMessage.done_at.is_(None), OutboxMessage.last_error.is_not(None)
    )
    return session.scalars(failed.order_by(OutboxMessage.id.desc()).limit(most)).all()


def drain(database: Database, tasks: Mapping[str, Task], clock: Clock, *, most: int = 1000) -> int:
    """Do what is due, each message in its own transaction; return how many were tried."""
    tried = 0
    while tried < most and (claimed := _claim(database, clock)) is not None:
        _attempt(database, tasks, clock, claimed)
        tried += 1
    return tried


def _claim(database: Database, clock: Clock) -> Claim | None:
    """Take one due message by moving its due time: a worker that dies gives it back after the lease."""
    now = clock.now()
    first = _due(OutboxMessage.id, now).order_by(OutboxMessage.due_at, OutboxMessage.id)
    due = first.limit(1).with_for_update(skip_locked=True)
    with database.unit_of_work() as session:
        taken = session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == due.scalar_subquery())
            .values(due_at=now + LEASE, attempts=OutboxMessage.attempts + 1)
            .returning(OutboxMessage.id, OutboxMessage.attempts)
        ).one_or_none()
    return Claim(message=taken.id, attempt=taken.attempts) if taken else None


def _due(column: InstrumentedAttribute[int], now: datetime) -> Select[int]:
    return select(column).where(
        OutboxMessage.done_at.is_(None), OutboxMessage.due_at <= now, OutboxMessage.attempts < ATTEMPTS
    )


def _attempt(database: Database, tasks: Mapping[str, Task], clock: Clock, claim: Claim) -> None:
    keep = partial(_keep, database, clock, claim)
    try:
        with (
            beating(keep, every=BEAT, most=_BEATS),
            database.writing() as session,
            _run(session, clock, claim) as message,
        ):
            tasks[message.task](session, clock, message.payload)
            message.done_at = clock.now()
            session.commit()
    except Exception as error:  # noqa: BLE001 (whatever a task raises is kept with its message)
        _note_failure(database, clock, claim, error)
    finally:
        unbind_contextvars("job", "message")


def _keep(database: Database, clock: Clock, claim: Claim) -> None:
    """Keep work that is under way to its worker for another lease, unless it is another one's by now."""
    mine = OutboxMessage.id == claim.message, OutboxMessage.attempts == claim.attempt
    with database.unit_of_work() as session:
        session.execute(
            update(OutboxMessage)
            .where(*mine, OutboxMessage.done_at.is_(None))
            .values(due_at=clock.now() + LEASE)
        )


@contextmanager
def _run(session: Session, clock: Clock, claim: Claim) -> Iterator[OutboxMessage]:
    message = session.get_one(OutboxMessage, claim.message)
    bind_contextvars(job=message.task, message=claim.message)
    if message.attempts != claim.attempt:
        raise StaleDataError
    before = _RUNNING.set(Running(session=session, message=message, clock=clock))
    try:
        yield message
    finally:
        _RUNNING.reset(before)


def _note_failure(database: Database, clock: Clock, claim: Claim, error: Exception) -> None:
    """Keep the error with its message, unless it is another worker's by now; after the last attempt nothing is due.

    That others held the database for long is no failure of the work: it is put off, and told when it happens again.
    """
    told = {} if is_contended(error) and claim.attempt < PATIENT else {"last_error": _told(error)}
    seconds = BACK_OFF**claim.attempt if claim.attempt < ATTEMPTS else 0
    mine = OutboxMessage.id == claim.message, OutboxMessage.attempts == claim.attempt
    with database.unit_of_work() as session:
        noted = session.execute(
            update(OutboxMessage)
            .where(*mine, OutboxMessage.done_at.is_(None))
            .values(due_at=clock.now() + timedelta(seconds=seconds), **told)
            .returning(OutboxMessage.id)
        ).all()
    said = "outbox.failed" if noted else "outbox.taken_over"
    log.warning(said, message=claim.message, error=type(error).__name__)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
