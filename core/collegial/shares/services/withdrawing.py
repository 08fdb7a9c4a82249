"""Let shares wait to be redeemed, redeem them in order while the floor allows, and repay them (L11, L14)."""

from datetime import date

from sqlalchemy.orm import Session

from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.money import ZERO, Money
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.shares.events import SharesRedeemed, SharesRepaid
from collegial.shares.models import EntryKind, ShareRegister, Withdrawal, WithdrawalCause, WithdrawalState
from collegial.shares.permissions import MANAGE
from collegial.shares.queries import balance_on, lots_on
from collegial.shares.queries.withdrawing import queued
from collegial.shares.rules import add_years
from collegial.shares.services.checking import (
    FAR_AHEAD,
    breach_without,
    check_day,
    check_free,
    check_held,
    check_shares,
    clause,
)
from collegial.shares.services.entering import NewEntry, enter, open_register
from collegial.shares.services.leaving import put_in_queue, take_back


def request_withdrawal(
    context: Context, member: Member, *, shares: int, cause: WithdrawalCause, requested_on: date
) -> Withdrawal:
    """Put a withdrawal in the queue; the shares stay the member's until it is executed.

    What a leaver holds is queued by the leaving itself. Raises Invalid for a number or a day that cannot be
    right; Refused for shares that are not there, not paid in full or waiting already, and when a member who
    stays would keep none.
    """
    require(context.by, MANAGE)
    check_shares(shares)
    check_day(context, requested_on, field="requested_on")
    open_register(context, [member])
    held = balance_on(context.session, member.id, FAR_AHEAD)
    if member.left_on is not None:
        raise Refused(
            "shares.leaver", t("This member has left: all its shares are already waiting to be redeemed.")
        )
    check_held(context.session, member, shares, requested_on)
    check_free(context.session, member, shares, paid_only=cause is WithdrawalCause.PARTIAL)
    if cause is WithdrawalCause.PARTIAL and shares == held:
        raise Refused(
            "shares.last_one",
            t("A member keeps at least one share. To withdraw all of them, record that the member leaves."),
            field="shares",
        )
    return put_in_queue(context, member, shares=shares, cause=cause, requested_on=requested_on)


def cancel_withdrawal(context: Context, withdrawal: Withdrawal) -> None:
    """Take a withdrawal back while it waits; raises Refused for one that ended, and for a leaver's."""
    require(context.by, MANAGE)
    open_register(context, [withdrawal.member])
    context.session.refresh(withdrawal)
    if withdrawal.state is not WithdrawalState.QUEUED:
        raise Refused(
            "shares.not_queued", t("This withdrawal waits no longer: it was executed or taken back.")
        )
    if withdrawal.member.left_on is not None:
        raise Refused(
            "shares.leaver_stays",
            t(
                "This member has left: its shares are redeemed, or transferred to another member. The withdrawal "
                "cannot be taken back."
            ),
        )
    take_back(context, withdrawal)


def execute_withdrawals(
    context: Context, *, effective_on: date, loss_per_share: Money = ZERO, repay_by: date | None = None
) -> list[Withdrawal]:
    """Redeem the shares that wait, in order of arrival, and return what was executed: none may be.

    Stops at the first that would take the capital under its floor on any day: none overtakes (L11). The money
    is due at the end of the time that the statutes allow, or by `repay_by` (L14). Raises Invalid for a day to
    come, for losses above the nominal, and for a `repay_by` before the day or after that time; Refused for a
    day on which a member did not hold the shares.
    """
    require(context.by, MANAGE)
    check_day(context, effective_on)
    due = _due(context.session, effective_on, repay_by)
    register = open_register(context, [one.member for one in _waiting(context.session, effective_on)])
    _check_loss(loss_per_share, register.nominal)
    executed = []
    for one in _waiting(context.session, effective_on):
        if breach_without(context, register.nominal * one.shares, effective_on):
            break
        _execute(context, register, one, effective_on=effective_on, loss=loss_per_share, due=due)
        executed.append(one)
    return executed


def record_repayment(context: Context, withdrawal: Withdrawal, *, repaid_on: date) -> None:
    """Record that the money of redeemed shares went back.

    Raises Invalid for a day to come or before the redemption; Refused for a withdrawal that was not executed,
    or repaid already.
    """
    require(context.by, MANAGE)
    check_day(context, repaid_on, field="repaid_on")
    open_register(context, [withdrawal.member])
    context.session.refresh(withdrawal)
    if withdrawal.entry is None or withdrawal.repaid_on is not None:
        raise Refused(
            "shares.nothing_to_repay",
            t("There is nothing to repay: the withdrawal still waits, or its money has already gone back."),
        )
    if repaid_on < withdrawal.entry.effective_on:
        raise Invalid(
            "shares.repaid_early",
            t("The shares were redeemed on %(day)s: choose that day or a later one.",
              day=withdrawal.entry.effective_on),
            field="repaid_on",
        )  # fmt: skip
    withdrawal.repaid_on = repaid_on
    context.emit(
        SharesRepaid(
            withdrawal=withdrawal.id,
            member=withdrawal.member_id,
            member_number=withdrawal.member.number,
            amount=str(withdrawal.repayment),
            repaid_on=repaid_on.isoformat(),
        )
    )


def _due(session: Session, effective_on: date, repay_by: date | None) -> date:
    """Return the day by which the money is due: the chosen one, within the time that the statutes allow."""
    latest = add_years(effective_on, clause(session, effective_on).redemption_years)
    if repay_by is not None and not effective_on <= repay_by <= latest:
        raise Invalid(
            "shares.repay_by",
            t("Choose a day from %(first)s to %(last)s: the statutes let no repayment wait longer.",
              first=effective_on, last=latest),
            field="repay_by",
        )  # fmt: skip
    return repay_by or latest


def _check_loss(loss: Money, nominal: Money) -> None:
    if not ZERO <= loss <= nominal:
        raise Invalid(
            "shares.loss",
            t("The loss of a share lies between zero and its nominal, %(nominal)s.", nominal=nominal),
            field="loss_per_share",
        )


def _waiting(session: Session, day: date) -> list[Withdrawal]:
    """Return those who asked up to a day, in order, as they are now."""
    asked = queued().where(Withdrawal.requested_on <= day)
    return list(session.scalars(asked.execution_options(populate_existing=True)))


def _execute(
    context: Context, register: ShareRegister, one: Withdrawal, *, effective_on: date, loss: Money, due: date
) -> None:
    check_held(context.session, one.member, one.shares, effective_on)
    owed = _owed(context.session, one.member)
    entry = enter(
        context,
        register,
        NewEntry(
            kind=EntryKind.REDEMPTION,
            shares=one.shares,
            nominal=register.nominal,
            effective_on=effective_on,
            giver_id=one.member_id,
        ),
    )
    one.state, one.entry, one.repayment_due_on = WithdrawalState.EXECUTED, entry, due
    one.loss_per_share, one.unpaid = loss, owed - _owed(context.session, one.member)
    context.session.flush()  # the next one is judged by what the database holds
    context.emit(
        SharesRedeemed(
            number=entry.number,
            withdrawal=one.id,
            member=one.member_id,
            member_number=one.member.number,
            shares=one.shares,
            effective_on=effective_on.isoformat(),
        )
    )


def _owed(session: Session, member: Member) -> Money:
    """Return what a member still has to pay for all its shares."""
    lots = lots_on(session, [member.id], FAR_AHEAD)[member.id]
    return sum((lot.due for lot in lots), ZERO)
