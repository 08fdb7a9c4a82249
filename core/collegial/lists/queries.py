"""Read the lists that are prepared for someone, and the parts of a file."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.kernel.errors import Missing
from collegial.kernel.outbox import ATTEMPTS, OutboxMessage
from collegial.kernel.text import t
from collegial.lists.models import PreparedList, PreparedPart
from collegial.lists.rules import Stage, Work, stage_of


def prepared(session: Session, account_id: int | None, number: int) -> PreparedList:
    """Return a list that an account asked for; raises Missing for that of another, which looks as one that is gone."""
    found = session.get(PreparedList, number)
    if found is None or found.account_id != account_id:
        raise Missing(
            "lists.not_prepared",
            t(
                "This list is no longer kept, or someone else asked for it. Ask for it again where you found it."
            ),
        )
    return found


def prepared_for(session: Session, account_id: int | None) -> Sequence[PreparedList]:
    """Return all that an account asked for and is still kept, the latest first."""
    mine = select(PreparedList).where(PreparedList.account_id == account_id)
    return session.scalars(mine.order_by(PreparedList.id.desc())).all()


def work_of(session: Session, one: PreparedList) -> Work | None:
    """Return how far the work is that makes a list; None once it is forgotten."""
    message = session.get(OutboxMessage, one.message_id) if one.message_id else None
    if message is None:
        return None
    return Work(
        attempts=message.attempts, done=message.steps_done, total=message.steps,
        has_failed=message.last_error is not None, due_at=message.due_at,
        is_given_up=message.attempts >= ATTEMPTS and message.last_error is not None,
    )  # fmt: skip


def stage(one: PreparedList, work: Work | None) -> Stage:
    """Return where a list stands."""
    return stage_of(
        is_ready=one.ready_at is not None, is_ended=one.ended_at is not None,
        has_failure=one.failure is not None, work=work,
    )  # fmt: skip


def is_wanted(session: Session, number: int) -> bool:
    """Tell whether a list is still to be made: not cancelled, not erased."""
    found = select(PreparedList.id).where(
        PreparedList.id == number, PreparedList.ended_at.is_(None), PreparedList.ready_at.is_(None)
    )
    return session.scalar(found) is not None


def open_of(session: Session, account_id: int) -> Sequence[PreparedList]:
    """Return what is being prepared for an account."""
    mine = select(PreparedList).where(
        PreparedList.account_id == account_id,
        PreparedList.ended_at.is_(None), PreparedList.ready_at.is_(None),
    )  # fmt: skip
    return session.scalars(mine.order_by(PreparedList.id)).all()


def part(session: Session, number: int, position: int) -> bytes:
    """Return a part of a file; raises Missing once it is erased."""
    mine = (PreparedPart.list_id == number, PreparedPart.position == position)
    found = session.scalar(select(PreparedPart.content).where(*mine))
    if found is None:
        raise Missing("lists.erased", t("This file was erased."))
    return found
