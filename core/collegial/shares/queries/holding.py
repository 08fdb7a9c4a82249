"""Read what members hold, on any day."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, case, func, or_, select, union_all
from sqlalchemy.orm import Session

from collegial.shares.models import ShareEntry
from collegial.shares.queries.paying import lots_on
from collegial.shares.queries.withdrawing import queued_shares
from collegial.shares.rules import unpaid_shares


def balance_on(session: Session, member_id: int, day: date) -> int:
    """Return how many shares a member held at the end of a day."""
    held = select(func.coalesce(func.sum(_change(member_id)), 0)).where(
        _concerns(member_id), ShareEntry.effective_on <= day
    )
    return int(session.scalar(held) or 0)


def balances_on(session: Session, day: date) -> Mapping[int, int]:
    """Return how many shares each member held at the end of a day, by the member's id; holders only."""
    sides = union_all(
        select(ShareEntry.to_member_id.label("member_id"), ShareEntry.shares.label("shares")).where(
            ShareEntry.to_member_id.is_not(None), ShareEntry.effective_on <= day
        ),
        select(ShareEntry.from_member_id, -ShareEntry.shares).where(
            ShareEntry.from_member_id.is_not(None), ShareEntry.effective_on <= day
        ),
    ).subquery()
    held = func.sum(sides.c.shares)
    rows = session.execute(select(sides.c.member_id, held).group_by(sides.c.member_id).having(held != 0))
    return {int(member_id): int(shares) for member_id, shares in rows}


def daily_shares(session: Session, member_id: int) -> dict[date, int]:
    """Return by how many shares each day changed a member's holding."""
    changed = (
        select(ShareEntry.effective_on, func.sum(_change(member_id)))
        .where(_concerns(member_id))
        .group_by(ShareEntry.effective_on)
    )
    return {day: int(shares) for day, shares in session.execute(changed)}


def transferable(session: Session, member_id: int, day: date) -> int:
    """Return how many shares a member may transfer or withdraw: paid in full, and not waiting to be redeemed."""
    lots = lots_on(session, [member_id], day)[member_id]
    held = sum(lot.shares for lot in lots)
    return max(0, held - unpaid_shares(lots) - queued_shares(session, member_id))


def _concerns(member_id: int) -> ColumnElement[bool]:
    return or_(ShareEntry.from_member_id == member_id, ShareEntry.to_member_id == member_id)


def _change(member_id: int) -> ColumnElement[int]:
    return case((ShareEntry.to_member_id == member_id, ShareEntry.shares), else_=-ShareEntry.shares)
