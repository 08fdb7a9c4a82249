"""Record what newcomers pay before they are members; the payment that completes the call admits them."""

from dataclasses import dataclass
from datetime import date

from collegial.joining.events import ReceiptRecorded
from collegial.joining.models import Application, Receipt
from collegial.joining.permissions import MANAGE
from collegial.joining.queries.applications import received
from collegial.joining.rules import CLOSED, ApplicationState
from collegial.joining.services.admitting import admit_paid
from collegial.joining.services.holding import hold
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.money import ZERO, Money
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.shares.models import PaymentMethod


@dataclass(frozen=True, kw_only=True)
class NewReceipt:
    """Money that came in; `reference` is what the bank or the cheque says."""

    amount: Money
    method: PaymentMethod
    received_on: date
    reference: str = ""


def record_receipt(context: Context, application: Application, new: NewReceipt) -> Receipt:
    """Record a payment; once the call is covered, the applicant is admitted in this very act (L12).

    Raises Invalid for an amount or a day that cannot be right, Refused when nothing is called for, or when
    someone else's payment has just admitted the applicant.
    """
    require(context.by, MANAGE)
    application = hold(context, application)
    _check_open(application)
    paid = _paid(context, application)
    _check(context, application, new, paid)
    assert application.least is not None
    with context.session.begin_nested():  # a refused admission leaves no payment, on its page neither
        receipt = _write(context, application, new)
        if paid + new.amount >= application.least:
            admit_paid(context, application, receipt, paid + new.amount)
    return receipt


def correct_receipt(context: Context, receipt: Receipt) -> Receipt:
    """Undo a line that was wrong, by the opposite one; raises Refused once the payment admitted someone.

    From then on it stands in the register of shares, where it is corrected.
    """
    require(context.by, MANAGE)
    application = hold(context, receipt.application)
    if application.state is ApplicationState.ADMITTED:
        raise Refused(
            "joining.in_the_register",
            t("This payment stands in the register of shares: correct it there."),
        )
    if receipt.amount < ZERO or any(one.corrects_id == receipt.id for one in application.receipts):
        raise Refused("joining.corrected", t("This line is already corrected, or is itself a correction."))
    if _paid(context, application) < receipt.amount:
        raise Refused("joining.given_back", t("This money was given back: there is nothing to correct."))
    return _write(
        context, application,
        NewReceipt(
            amount=-receipt.amount, method=receipt.method, received_on=context.today,
            reference=receipt.reference or "",
        ),
        corrects=receipt,
    )  # fmt: skip


def give_back(
    context: Context, application: Application, *, method: PaymentMethod, reference: str = ""
) -> Receipt:
    """Record that all the money of an application that is over went back; raises Refused when none is here."""
    require(context.by, MANAGE)
    application = hold(context, application)
    paid = _paid(context, application)
    if application.state not in CLOSED - {ApplicationState.ADMITTED} or paid <= ZERO:
        raise Refused(
            "joining.nothing_to_give_back", t("There is no money of this application to give back.")
        )
    back = NewReceipt(amount=-paid, method=method, received_on=context.today, reference=reference)
    return _write(context, application, back)


def _check_open(application: Application) -> None:
    if application.state is ApplicationState.ADMITTED:
        raise Refused(
            "joining.already_admitted",
            t("This applicant is already a member: the next payments are recorded with its shares."),
        )
    if application.state is not ApplicationState.ACCEPTED:
        raise Refused(
            "joining.nothing_called",
            t("Nothing is called for: a payment is recorded once the board has accepted the application."),
        )


def _check(context: Context, application: Application, new: NewReceipt, paid: Money) -> None:
    if new.amount <= ZERO:
        raise Invalid("joining.amount", t("Write an amount above zero."), field="amount")
    assert application.subscribed is not None
    if paid + new.amount > application.subscribed:
        raise Invalid(
            "joining.too_much",
            t(
                "This is more than the shares asked for cost: at most %(most)s can still be recorded.",
                most=application.subscribed - paid,
            ),
            field="amount",
        )
    if new.received_on > context.today:
        raise Invalid("joining.not_yet", t("This day is still to come."), field="received_on")
    if new.received_on < local_day(application.received_at, context.zone):
        raise Invalid(
            "joining.too_early", t("This day is before the application was received."), field="received_on"
        )


def _paid(context: Context, application: Application) -> Money:
    return received(context.session, [application.id]).get(application.id, ZERO)


def _write(
    context: Context, application: Application, new: NewReceipt, *, corrects: Receipt | None = None
) -> Receipt:
    receipt = Receipt(
        application=application, amount=new.amount, method=new.method,
        received_on=new.received_on, reference=new.reference.strip() or None,
        corrects_id=corrects.id if corrects else None, recorded_at=context.clock.now(),
    )  # fmt: skip
    context.session.add(receipt)
    context.session.flush()  # the event names the receipt by its number
    context.emit(ReceiptRecorded(application=application.id, receipt=receipt.id, amount=str(receipt.amount)))
    return receipt
