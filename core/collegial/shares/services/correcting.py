"""Correct the register: an entry is never changed, another one undoes it (L13)."""

from sqlalchemy import select

from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.money import ZERO, Money
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.shares.events import ShareEntryCorrected
from collegial.shares.models import (
    EntryKind,
    ShareEntry,
    SharePayment,
    ShareRegister,
    Withdrawal,
    WithdrawalState,
)
from collegial.shares.permissions import MANAGE
from collegial.shares.queries import lots_on
from collegial.shares.services.checking import (
    FAR_AHEAD,
    check_floor,
    check_free,
    check_held,
    written_reason,
)
from collegial.shares.services.entering import NewEntry, enter, open_register
from collegial.shares.services.leaving import settle_leaver
from collegial.shares.services.paying import undo_payment


def correct_entry(context: Context, entry: ShareEntry, *, reason: str) -> ShareEntry:
    """Undo an entry by one that names it, from the same day on; the right entry is then made anew.

    The payments of a subscription are corrected with it; a redeemed withdrawal waits again, in its old place.
    Raises Invalid without a reason; Refused for a correction, for an entry corrected already, for shares that
    went elsewhere since or wait to be redeemed, for a redemption that was repaid, when the capital would fall
    under its floor, and for an entry at a former nominal.
    """
    require(context.by, MANAGE)
    why = written_reason(reason)
    register = open_register(context, _members(entry))
    _check_open(context, entry, register)
    if entry.to_member is not None:
        _check_loser(context, entry, entry.to_member)
    withdrawal = _withdrawal_of(context, entry)
    owed = _owed_by_others(context, entry)
    _undo_payments(context, entry, why)
    correction = enter(context, register, _mirror(entry, why))
    context.session.refresh(entry, ["corrected_by"])
    _check_debts(context, entry, owed)
    if withdrawal is not None:
        _wait_again(withdrawal)
    context.emit(ShareEntryCorrected(number=correction.number, corrected=entry.number))
    for member in _members(entry):
        settle_leaver(context, member)
    return correction


def _members(entry: ShareEntry) -> list[Member]:
    return [member for member in (entry.from_member, entry.to_member) if member is not None]


def _check_open(context: Context, entry: ShareEntry, register: ShareRegister) -> None:
    context.session.refresh(entry, ["corrected_by"])
    if entry.kind is EntryKind.CORRECTION or entry.corrected_by is not None:
        raise Refused(
            "shares.corrected",
            t(
                "Entry %(number)s has already been corrected, or is itself a correction: make a new entry instead.",
                number=entry.number,
            ),
        )
    if register.capital and register.nominal != entry.nominal:
        raise Refused(
            "shares.former_nominal",
            t(
                "Entry %(number)s was made when shares were of %(former)s. They are of %(present)s now: it can "
                "no longer be corrected.",
                number=entry.number,
                former=entry.nominal,
                present=register.nominal,
            ),
        )


def _check_loser(context: Context, entry: ShareEntry, member: Member) -> None:
    """Check that whoever received the shares can do without them, on every day since."""
    check_held(context.session, member, entry.shares, entry.effective_on)
    check_free(context.session, member, entry.shares, paid_only=False)
    if entry.from_member is None:
        check_floor(context, entry.amount, entry.effective_on, founding=True)


def _withdrawal_of(context: Context, entry: ShareEntry) -> Withdrawal | None:
    executed = select(Withdrawal).where(Withdrawal.entry_id == entry.id)
    found = context.session.scalars(executed.execution_options(populate_existing=True)).one_or_none()
    if found is not None and found.repaid_on is not None:
        raise Refused(
            "shares.repaid",
            t(
                "The money of these shares went back on %(day)s: the redemption stands. To hold shares again, the "
                "member subscribes to new ones.",
                day=found.repaid_on,
            ),
        )
    return found


def _wait_again(withdrawal: Withdrawal) -> None:
    withdrawal.state, withdrawal.entry, withdrawal.repayment_due_on = WithdrawalState.QUEUED, None, None
    withdrawal.loss_per_share = withdrawal.unpaid = ZERO


def _undo_payments(context: Context, entry: ShareEntry, reason: str) -> None:
    payments = select(SharePayment).where(SharePayment.entry_id == entry.id).order_by(SharePayment.id)
    for payment in context.session.scalars(payments).all():
        if payment.corrects_id is None and payment.corrected_by is None:
            undo_payment(context, payment, reason)


def _mirror(entry: ShareEntry, reason: str) -> NewEntry:
    return NewEntry(
        kind=EntryKind.CORRECTION,
        shares=entry.shares,
        nominal=entry.nominal,
        effective_on=entry.effective_on,
        giver_id=entry.to_member_id,
        receiver_id=entry.from_member_id,
        corrects_id=entry.id,
        reason=reason,
    )


def _owed_by_others(context: Context, entry: ShareEntry) -> Money:
    """Return what the members of an entry owe for their other shares."""
    ids = [member.id for member in _members(entry)]
    lots = lots_on(context.session, ids, FAR_AHEAD)
    return sum((lot.due for one in ids for lot in lots[one] if lot.entry != entry.id), ZERO)


def _check_debts(context: Context, entry: ShareEntry, before: Money) -> None:
    """Refuse a correction that would make a debt vanish: unpaid shares would stand for those that went on."""
    if _owed_by_others(context, entry) < before:
        raise Refused(
            "shares.debt",
            t(
                "Shares of entry %(number)s went on since, and the shares that remain are not paid in full. "
                "Correct the later entries first, the last one first.",
                number=entry.number,
            ),
        )
