"""Promise work that comes again, once for each turn; have what failed tried again, or leave it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Exists, delete, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from collegial.jobs.events import WorkDropped, WorkRetried
from collegial.jobs.models import PeriodicTurn
from collegial.jobs.permissions import MANAGE
from collegial.jobs.queries import given_up, one_given_up
from collegial.kernel.events import Context
from collegial.kernel.outbox import OutboxMessage, is_given_up, promise
from collegial.kernel.permissions import require

KEPT = timedelta(days=400)


def promise_due(session: Session, periodic: Mapping[str, timedelta], now: datetime) -> list[str]:
    """Promise the work whose turn has come; whatever the number of processes, each turn is taken by one.

    A turn is passed over while the one before is still to be done.
    """
    early = set(session.scalars(select(PeriodicTurn.task).where(PeriodicTurn.due_at > now)))
    taken = [
        task
        for task, every in sorted(periodic.items())
        if task not in early and _took_turn(session, task, every, now)
    ]
    for task in taken:
        if not session.scalar(select(_is_open(task, now))):
            promise(session, task, {}, at=now)
    return taken


def _took_turn(session: Session, task: str, every: timedelta, now: datetime) -> bool:
    """Move the turn on, if it is still due when the row is ours; the database lets one do so."""
    moved = session.execute(
        update(PeriodicTurn)
        .where(PeriodicTurn.task == task, PeriodicTurn.due_at <= now)
        .values(due_at=now + every, taken_at=now)
        .returning(PeriodicTurn.task)
    ).all()
    return bool(moved) or _is_first(session, task, every, now)


def _is_first(session: Session, task: str, every: timedelta, now: datetime) -> bool:
    if session.get(PeriodicTurn, task) is not None:
        return False
    try:
        with session.begin_nested():
            session.add(PeriodicTurn(task=task, due_at=now + every, taken_at=now))
    except IntegrityError:
        return False
    return True


def _is_open(task: str, now: datetime) -> Exists:
    return exists().where(OutboxMessage.task == task, OutboxMessage.done_at.is_(None), ~is_given_up(now))


def try_again(context: Context, message_id: int) -> None:
    """Have one piece of work that was given up tried again, from its first attempt."""
    require(context.by, MANAGE)
    _start_over(context, one_given_up(context.session, message_id, context.clock.now()))


def try_all_again(context: Context) -> int:
    """Have all that was given up tried again; return how many."""
    require(context.by, MANAGE)
    found = context.session.scalars(given_up(context.clock.now()).with_for_update()).all()
    for one in found:
        _start_over(context, one)
    return len(found)


def _start_over(context: Context, message: OutboxMessage) -> None:
    message.attempts, message.due_at = 0, context.clock.now()
    context.emit(WorkRetried(task=message.task, message=message.id))


def drop(context: Context, message_id: int) -> None:
    """Leave a piece of work undone for good; it keeps its error."""
    require(context.by, MANAGE)
    message = one_given_up(context.session, message_id, context.clock.now())
    message.done_at = context.clock.now()
    context.emit(WorkDropped(task=message.task, message=message.id))


def forget_done(context: Context) -> int:
    """Remove what was done long ago; return how many rows."""
    old = context.clock.now() - KEPT
    removed = context.session.execute(
        delete(OutboxMessage).where(OutboxMessage.done_at < old).returning(OutboxMessage.id)
    )
    return len(removed.all())
