"""Read how promised work stands: what was given up, what waits after a failure, how far each kind is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from collegial.jobs.models import PeriodicTurn
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.holding import held_row
from collegial.kernel.outbox import ATTEMPTS, OutboxMessage, is_given_up
from collegial.kernel.text import Text, t

_UNDONE = OutboxMessage.done_at.is_(None)
_MOST = 20


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far one kind of work is: by its own steps, else by pieces since the oldest one that is not done."""

    task: str
    done: int
    total: int
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Later:
    """How much of one kind of work waits for its time, and when the first is due."""

    task: str
    number: int
    first: datetime


def given_up(now: datetime) -> Select[OutboxMessage]:
    """Select what failed too often, the latest first; not what is in its last attempt."""
    found = select(OutboxMessage).where(_UNDONE, is_given_up(now))
    return found.order_by(OutboxMessage.id.desc())


def to_be_tried_again(session: Session) -> Sequence[OutboxMessage]:
    """Return what failed and will be tried again by itself, the soonest first."""
    found = select(OutboxMessage).where(
        _UNDONE, OutboxMessage.attempts < ATTEMPTS, OutboxMessage.last_error.is_not(None)
    )
    return session.scalars(found.order_by(OutboxMessage.due_at).limit(_MOST)).all()


def progress(session: Session, now: datetime) -> list[Progress]:
    """Return each kind of work of which something is due and not done; what is promised for later is not under way."""
    has_come = or_(OutboxMessage.due_at <= now, OutboxMessage.attempts > 0)
    oldest = (
        select(OutboxMessage.task, func.min(OutboxMessage.id).label("first"))
        .where(_UNDONE, OutboxMessage.attempts < ATTEMPTS, has_come)
        .group_by(OutboxMessage.task)
        .subquery()
    )
    counted = (
        select(
            OutboxMessage.task,
            func.count().filter(OutboxMessage.done_at.is_not(None)),
            func.count(),
            func.min(OutboxMessage.created_at),
        )
        .join(oldest, (oldest.c.task == OutboxMessage.task) & (OutboxMessage.id >= oldest.c.first))
        .where(or_(OutboxMessage.done_at.is_not(None), has_come))
        .group_by(OutboxMessage.task)
        .order_by(OutboxMessage.task)
    )
    by_steps = _steps_of(session, has_come)
    return [
        Progress(task=task, done=done, total=total, since=since)
        for task, pieces, all_pieces, since in session.execute(counted)
        for done, total in (by_steps.get(task, (pieces, all_pieces)),)
    ]


def together(found: Iterable[Progress], names: Mapping[str, Text]) -> Mapping[Text | None, Progress]:
    """Return how far the work of each name is: many tasks bear the same one. None names what no module knows."""
    merged: dict[Text | None, Progress] = {}
    for one in found:
        name = names.get(one.task)
        so_far = merged.get(name)
        merged[name] = one if so_far is None else _sum(so_far, one)
    return merged


def _sum(one: Progress, other: Progress) -> Progress:
    return replace(
        one, done=one.done + other.done, total=one.total + other.total, since=min(one.since, other.since)
    )


def _steps_of(session: Session, has_come: ColumnElement[bool]) -> dict[str, tuple[int, int]]:
    """Return how far the work under way is that counts its own steps."""
    counted = (
        select(OutboxMessage.task, func.sum(OutboxMessage.steps_done), func.sum(OutboxMessage.steps))
        .where(_UNDONE, OutboxMessage.attempts < ATTEMPTS, has_come, OutboxMessage.steps.is_not(None))
        .group_by(OutboxMessage.task)
    )
    return {task: (int(done or 0), int(total or 0)) for task, done, total in session.execute(counted)}


def promised_for_later(session: Session, now: datetime) -> list[Later]:
    """Return each kind of work whose time has not come, the soonest first."""
    waiting = (
        select(OutboxMessage.task, func.count(), func.min(OutboxMessage.due_at))
        .where(_UNDONE, OutboxMessage.attempts == 0, OutboxMessage.due_at > now)
        .group_by(OutboxMessage.task)
        .order_by(func.min(OutboxMessage.due_at), OutboxMessage.task)
    )
    return [Later(task=task, number=number, first=first) for task, number, first in session.execute(waiting)]


def turns(session: Session) -> Sequence[PeriodicTurn]:
    """Return when work that comes again was last taken and is next due."""
    return session.scalars(select(PeriodicTurn).order_by(PeriodicTurn.task)).all()


def one_given_up(session: Session, message_id: int, now: datetime) -> OutboxMessage:
    """Return a piece of work that was given up; raises Missing, or Refused when it was not."""
    found = held_row(session, OutboxMessage, message_id)
    if found is None:
        raise Missing("jobs.unknown", t("There is no such work."))
    if session.scalar(given_up(now).where(OutboxMessage.id == message_id)) is None:
        raise Refused(
            "jobs.not_given_up", t("This work was done meanwhile, or will be tried again by itself.")
        )
    return found
