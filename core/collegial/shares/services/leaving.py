"""Keep the queue true for members who left: all that they still hold waits to be redeemed, no more, no less."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.kernel.events import Context
from collegial.membership.events import MemberLeft
from collegial.membership.models import Member
from collegial.membership.queries import member as member_by_id
from collegial.membership.rules.leaving import LeavingCause
from collegial.shares.events import WithdrawalCancelled, WithdrawalReduced, WithdrawalRequested
from collegial.shares.models import Withdrawal, WithdrawalCause, WithdrawalState
from collegial.shares.queries import balance_on, queued_shares
from collegial.shares.services.checking import FAR_AHEAD
from collegial.shares.services.entering import open_register

# What membership calls the ends of a membership; a dissolved organisation is a dead member (L15).
_CAUSES = {
    LeavingCause.RESIGNATION: WithdrawalCause.RESIGNATION,
    LeavingCause.DEATH: WithdrawalCause.DEATH,
    LeavingCause.DISSOLUTION: WithdrawalCause.DEATH,
    LeavingCause.EXCLUSION: WithdrawalCause.EXCLUSION,
    LeavingCause.LOST_QUALITY: WithdrawalCause.LOST_QUALITY,
}


def on_member_left(context: Context, event: MemberLeft) -> None:
    """Queue what a leaver holds, in the transaction of the leaving: nobody leaves with forgotten shares (L14).

    The right to record the leaving is enough: the withdrawal follows from it.
    """
    member = member_by_id(context.session, event.member)
    open_register(context, [member])
    settle_leaver(context, member, cause=_CAUSES.get(LeavingCause(event.cause), WithdrawalCause.RESIGNATION))


def settle_leaver(context: Context, member: Member, *, cause: WithdrawalCause | None = None) -> None:
    """Make the queued shares of a member who left those that it holds; nothing for one who did not leave."""
    if member.left_on is None:
        return
    context.session.flush()  # the entries just written count
    held = balance_on(context.session, member.id, FAR_AHEAD)
    missing = held - queued_shares(context.session, member.id)
    if missing > 0:
        known = cause or _last_cause(context.session, member)
        put_in_queue(context, member, shares=missing, cause=known, requested_on=member.left_on)
    elif missing < 0:
        _take_off(context, member, -missing)


def put_in_queue(
    context: Context, member: Member, *, shares: int, cause: WithdrawalCause, requested_on: date
) -> Withdrawal:
    """Let shares of a member wait to be redeemed."""
    queued = Withdrawal(
        member=member,
        shares=shares,
        cause=cause,
        requested_on=requested_on,
        recorded_at=context.clock.now(),
        state=WithdrawalState.QUEUED,
    )
    context.session.add(queued)
    context.session.flush()  # the event names the withdrawal by its id
    context.emit(
        WithdrawalRequested(
            withdrawal=queued.id,
            member=member.id,
            member_number=member.number,
            shares=shares,
            cause=cause.value,
            requested_on=requested_on.isoformat(),
        )
    )
    return queued


def take_back(context: Context, withdrawal: Withdrawal) -> None:
    """End a withdrawal that waits."""
    withdrawal.state = WithdrawalState.CANCELLED
    context.emit(
        WithdrawalCancelled(
            withdrawal=withdrawal.id,
            member=withdrawal.member_id,
            member_number=withdrawal.member.number,
            shares=withdrawal.shares,
        )
    )


def _take_off(context: Context, member: Member, shares: int) -> None:
    """Take shares that are gone off the queue, the last to arrive first."""
    waiting = select(Withdrawal).where(
        Withdrawal.member_id == member.id, Withdrawal.state == WithdrawalState.QUEUED
    )
    for one in context.session.scalars(waiting.order_by(Withdrawal.id.desc())).all():
        if shares >= one.shares:
            shares -= one.shares
            take_back(context, one)
        elif shares:
            one.shares, shares = one.shares - shares, 0
            context.emit(
                WithdrawalReduced(
                    withdrawal=one.id, member=member.id, member_number=member.number, shares=one.shares
                )
            )


def _last_cause(session: Session, member: Member) -> WithdrawalCause:
    """Return why a leaver's other withdrawals were queued; a resignation when there are none."""
    known = select(Withdrawal.cause).where(
        Withdrawal.member_id == member.id, Withdrawal.cause != WithdrawalCause.PARTIAL
    )
    return session.scalars(known.order_by(Withdrawal.id.desc()).limit(1)).one_or_none() or (
        WithdrawalCause.RESIGNATION
    )
