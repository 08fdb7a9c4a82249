"""Read the queue of withdrawals and the repayments that follow."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.shares.models import Withdrawal, WithdrawalState


def queue(session: Session) -> Sequence[Withdrawal]:
    """Return the withdrawals that wait, in the order of arrival in which they are executed (L11)."""
    return session.scalars(queued()).all()


def queued() -> Select[Withdrawal]:
    """Select the withdrawals that wait, in the order of arrival, with their members."""
    return (
        _with_members()
        .where(Withdrawal.state == WithdrawalState.QUEUED)
        .order_by(Withdrawal.requested_on, Withdrawal.id)
    )


def queued_shares(session: Session, member_id: int) -> int:
    """Return how many shares of a member wait to be redeemed."""
    waiting = select(func.coalesce(func.sum(Withdrawal.shares), 0)).where(
        Withdrawal.member_id == member_id, Withdrawal.state == WithdrawalState.QUEUED
    )
    return int(session.scalar(waiting) or 0)


def withdrawals_of(session: Session, member_id: int) -> Sequence[Withdrawal]:
    """Return the withdrawals of a member, the newest first."""
    own = _with_members().where(Withdrawal.member_id == member_id)
    return session.scalars(own.order_by(Withdrawal.id.desc())).all()


def repayments_due(session: Session) -> Sequence[Withdrawal]:
    """Return the executed withdrawals whose money did not go back yet, the most urgent first (L14)."""
    return session.scalars(
        _with_members()
        .where(Withdrawal.state == WithdrawalState.EXECUTED, Withdrawal.repaid_on.is_(None))
        .order_by(Withdrawal.repayment_due_on, Withdrawal.id)
    ).all()


def withdrawal(session: Session, withdrawal_id: int) -> Withdrawal:
    """Return a withdrawal with its member; raises Missing."""
    found = session.scalars(_with_members().where(Withdrawal.id == withdrawal_id)).one_or_none()
    if found is None:
        raise Missing("shares.unknown_withdrawal", t("There is no such withdrawal."))
    return found


def _with_members() -> Select[Withdrawal]:
    return select(Withdrawal).options(
        joinedload(Withdrawal.member, innerjoin=True).joinedload(Member.actor, innerjoin=True),
        joinedload(Withdrawal.entry),
    )
