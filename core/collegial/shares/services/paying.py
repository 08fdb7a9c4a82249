"""Record the money received for shares, and correct what was recorded by mistake."""

from dataclasses import dataclass
from datetime import date

from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.money import ZERO, Money
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.shares.events import SharePaymentCorrected, SharePaymentRecorded
from collegial.shares.models import EntryKind, PaymentMethod, ShareEntry, SharePayment
from collegial.shares.permissions import MANAGE
from collegial.shares.queries import lots_on
from collegial.shares.services.checking import FAR_AHEAD, check_day, written_reason
from collegial.shares.services.entering import open_register

LONGEST_REFERENCE = 140


@dataclass(frozen=True, kw_only=True)
class NewPayment:
    """Money that came in for a subscription."""

    amount: Money
    method: PaymentMethod
    received_on: date
    reference: str | None = None


def record_payment(
    context: Context,
    subscription: ShareEntry,
    *,
    amount: Money,
    method: PaymentMethod,
    received_on: date,
    reference: str | None = None,
) -> SharePayment:
    """Record money received for a subscription, all or a part of what is due.

    Raises Invalid for an amount that is not positive, a day to come or a reference too long; Refused for an
    entry that is no subscription in force, and for more than what is due.
    """
    require(context.by, MANAGE)
    new = NewPayment(amount=amount, method=method, received_on=received_on, reference=reference)
    check_payment(context, new)
    if subscription.kind is not EntryKind.SUBSCRIPTION or subscription.to_member is None:
        raise Refused("shares.not_subscription", t("Entry %(number)s is no subscription: choose the one that "
                      "is paid for.", number=subscription.number))  # fmt: skip
    open_register(context, [subscription.to_member])
    due = _due(context, subscription)
    if amount > due:
        raise Refused(
            "shares.overpaid",
            t(
                "%(due)s is still due for this subscription: %(amount)s is more.",
                due=due,
                amount=amount,
            ),
            field="amount",
        )
    return write_payment(context, subscription, new)


def correct_payment(context: Context, payment: SharePayment, *, reason: str) -> SharePayment:
    """Undo a payment that was recorded by mistake or went back, by a payment that names it.

    Raises Invalid without a reason; Refused for a correction, for a payment corrected already, and when the
    shares that it paid for are gone: the debt would go with them.
    """
    require(context.by, MANAGE)
    why = written_reason(reason)
    subscription = payment.entry
    open_register(context, [subscription.to_member] if subscription.to_member else [])
    context.session.refresh(payment, ["corrected_by"])
    if payment.corrects_id is not None or payment.corrected_by is not None:
        raise Refused(
            "shares.payment_corrected",
            t(
                "This payment has already been corrected, or is itself a correction: record a new payment instead."
            ),
        )
    before = _due(context, subscription)
    correction = undo_payment(context, payment, why)
    if _due(context, subscription) - before != payment.amount:
        raise Refused(
            "shares.payment_used",
            t(
                "Shares that this payment paid for were transferred, redeemed or cancelled since. Correct those "
                "entries first, the last one first."
            ),
        )
    return correction


def check_payment(context: Context, new: NewPayment) -> None:
    """Refuse what can be no payment."""
    if new.amount <= ZERO:
        raise Invalid("shares.amount", t("Write an amount above zero."), field="amount")
    check_day(context, new.received_on, field="received_on")
    if len(new.reference or "") > LONGEST_REFERENCE:
        raise Invalid(
            "shares.reference_long",
            t("Keep the reference under %(most)s characters.", most=LONGEST_REFERENCE),
            field="reference",
        )


def write_payment(context: Context, subscription: ShareEntry, new: NewPayment) -> SharePayment:
    """Write a payment down; whoever calls holds the register and has checked it."""
    payment = SharePayment(
        entry=subscription,
        amount=new.amount,
        method=new.method,
        received_on=new.received_on,
        reference=(new.reference or "").strip() or None,
        recorded_at=context.clock.now(),
    )
    context.session.add(payment)
    context.session.flush()  # the event names the payment by its id
    context.emit(SharePaymentRecorded(payment=payment.id, number=subscription.number, amount=str(new.amount)))
    return payment


def undo_payment(context: Context, payment: SharePayment, reason: str) -> SharePayment:
    """Write the payment that takes another one back, on the same day."""
    correction = SharePayment(
        entry=payment.entry,
        amount=-payment.amount,
        method=payment.method,
        received_on=payment.received_on,
        recorded_at=context.clock.now(),
        corrects=payment,
        reason=reason,
    )
    context.session.add(correction)
    context.session.flush()  # what is due is read from the database next
    context.emit(
        SharePaymentCorrected(payment=payment.id, number=payment.entry.number, amount=str(payment.amount))
    )
    return correction


def _due(context: Context, subscription: ShareEntry) -> Money:
    """Return what is due for the shares that remain of a subscription; nothing for a corrected one."""
    member_id = subscription.to_member_id or 0
    lots = lots_on(context.session, [member_id], FAR_AHEAD)[member_id]
    return next((lot.due for lot in lots if lot.entry == subscription.id), ZERO)
