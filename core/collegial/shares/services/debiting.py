"""Collect what is due by SEPA direct debit: mandates, orders to the bank, and what the bank says of them."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from stdnum import iban as iban_numbers
from stdnum.exceptions import ValidationError

from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.text import nt, t
from collegial.membership.models import Member
from collegial.shares.events import (
    DebitsCancelled,
    DebitsConfirmed,
    DebitsOrdered,
    MandateEnded,
    MandateRecorded,
)
from collegial.shares.models import Debit, DebitMandate, DebitOrder, DebitState, PaymentMethod, SharePayment
from collegial.shares.permissions import MANAGE
from collegial.shares.queries.collecting import addressees, debit_order, debitable, mandate_of
from collegial.shares.services.checking import check_day
from collegial.shares.services.entering import open_register
from collegial.shares.services.paying import record_payment

ANNOUNCE_DEBIT = "shares.announce_debit"
LONGEST_HOLDER = 70


def record_mandate(
    context: Context, member: Member, *, iban: str, holder: str, signed_on: date
) -> DebitMandate:
    """Record the mandate that a member signed; one in force before ends on that day.

    Raises Invalid for an account, a holder or a day that cannot be right; Refused while a debit waits on the
    former mandate.
    """
    require(context.by, MANAGE)
    account, name = _account(iban), holder.strip()
    check_day(context, signed_on, field="signed_on")
    if not 0 < len(name) <= LONGEST_HOLDER:
        raise Invalid(
            "shares.holder",
            t("Write the name of the account’s holder, of %(most)s characters at most.", most=LONGEST_HOLDER),
            field="holder",
        )
    open_register(context, [member])
    former = mandate_of(context.session, member.id)
    if former is not None:
        _end(context, former, max(signed_on, former.signed_on))
        context.session.flush()  # the place of the former one must be free before the next takes it
    mandate = DebitMandate(
        member=member, reference=_next_reference(context.session, member), holder=name, iban=account,
        signed_on=signed_on, recorded_at=context.clock.now(),
    )  # fmt: skip
    context.session.add(mandate)
    context.emit(MandateRecorded(member=member.id, member_number=member.number, reference=mandate.reference))
    return mandate


def end_mandate(context: Context, mandate: DebitMandate, *, ended_on: date) -> None:
    """Record that a member takes its mandate back; raises Refused when it ended, or while a debit waits."""
    require(context.by, MANAGE)
    check_day(context, ended_on, field="ended_on")
    open_register(context, [mandate.member])
    context.session.refresh(mandate)
    if mandate.ended_on is not None:
        raise Refused("shares.mandate_ended", t("This mandate has already ended."))
    _end(context, mandate, max(ended_on, mandate.signed_on))


def order_debits(context: Context, *, until: date, collected_on: date, notice_days: int) -> DebitOrder:
    """Order the debit of all that is to be paid `until` a day by members who gave a mandate.

    Each is told by mail before the collection, `notice_days` at least. Raises Invalid for a day that leaves them less;
    Refused when there is nothing to debit.
    """
    require(context.by, MANAGE)
    day = context.today
    _check_notice(collected_on, day + timedelta(days=notice_days), notice_days)
    open_register(context, [])
    due = debitable(context.session, day, until=until)
    if not due:
        raise Refused(
            "shares.nothing_to_debit",
            t("No member with a mandate has anything to pay up to that day that is not already waiting."),
            field="until",
        )
    number = (context.session.scalar(select(DebitOrder.id).order_by(DebitOrder.id.desc()).limit(1)) or 0) + 1
    order = DebitOrder(
        reference=f"PARTS-{day:%Y%m%d}-{number}", collected_on=collected_on, recorded_at=context.clock.now()
    )
    order.debits = [
        Debit(entry=one.entry, mandate=mandate, amount=one.due, reference=f"{order.reference}-{place}")
        for place, (one, mandate) in enumerate(due, start=1)
    ]
    context.session.add(order)
    context.session.flush()  # the mails name the debits by their ids
    reached = addressees(context.session, [one.member.actor_id for one, _ in due], day)
    for debit in order.debits:
        if debit.mandate.member.actor_id in reached:
            promise(context.session, ANNOUNCE_DEBIT, {"debit": debit.id}, at=context.clock.now())
    context.emit(DebitsOrdered(order=order.id, count=len(due), collected_on=collected_on.isoformat()))
    return order


def _check_notice(collected_on: date, first: date, days: int) -> None:
    if collected_on < first:
        raise Invalid(
            "shares.debit_too_soon",
            nt(
                "Members are told %(days)s day before: choose %(day)s or later.",
                "Members are told %(days)s days before: choose %(day)s or later.",
                days,
                days=days,
                day=first,
            ),
            field="collected_on",
        )


def confirm_debits(
    context: Context, order_id: int, *, confirmed_on: date, returned: Collection[int]
) -> DebitOrder:
    """Record what the bank did with an order, in one act: the payments, save the debits that came back.

    `returned` holds their ids. Raises Invalid for a day to come or before the collection; Refused for an
    order that ended: no debit is ever recorded twice.
    """
    require(context.by, MANAGE)
    check_day(context, confirmed_on, field="confirmed_on")
    order = _waiting_order(context, order_id)
    if confirmed_on < order.collected_on:
        raise Invalid(
            "shares.debit_early",
            t("The bank collects on %(day)s: choose that day or a later one.", day=order.collected_on),
            field="confirmed_on",
        )
    for debit in order.debits:
        if debit.id in returned:
            debit.state = DebitState.RETURNED
            continue
        debit.payment, debit.state = _collect(context, debit, confirmed_on), DebitState.PAID
    order.state, order.closed_on = DebitState.PAID, confirmed_on
    back = sum(one.state is DebitState.RETURNED for one in order.debits)
    context.emit(DebitsConfirmed(order=order.id, paid=len(order.debits) - back, returned=back))
    return order


def _collect(context: Context, debit: Debit, day: date) -> SharePayment:
    try:
        return record_payment(
            context, debit.entry, amount=debit.amount, method=PaymentMethod.DEBIT, received_on=day,
            reference=debit.reference,
        )  # fmt: skip
    except Refused as refusal:
        if refusal.code != "shares.overpaid":
            raise
        raise Refused(
            "shares.debit_overpaid",
            t(
                "%(holder)s has paid in another way meanwhile: less is due than debit %(reference)s. Correct that "
                "payment first, or mark the debit as returned once the money went back.",
                holder=debit.mandate.holder,
                reference=debit.reference,
            ),
        ) from None


def cancel_debits(context: Context, order_id: int) -> DebitOrder:
    """Take back an order that the bank did not get, or refused as a whole; raises Refused when it ended."""
    require(context.by, MANAGE)
    order = _waiting_order(context, order_id)
    for debit in order.debits:
        debit.state = DebitState.CANCELLED
    order.state, order.closed_on = DebitState.CANCELLED, context.today
    context.emit(DebitsCancelled(order=order.id, count=len(order.debits)))
    return order


def _waiting_order(context: Context, order_id: int) -> DebitOrder:
    """Return an order as it is now, its members and the register held; raise Refused when it ended."""
    order = debit_order(context.session, order_id)
    open_register(context, [one.mandate.member for one in order.debits])
    context.session.refresh(order)
    for debit in order.debits:
        context.session.refresh(debit, ["state"])
    if order.state is not DebitState.WAITING:
        raise Refused(
            "shares.order_ended",
            t("This order has already been confirmed or cancelled: nothing is recorded twice."),
        )
    return order


def _end(context: Context, mandate: DebitMandate, day: date) -> None:
    waiting = select(Debit.id).where(Debit.mandate_id == mandate.id, Debit.state == DebitState.WAITING)
    if context.session.scalar(waiting.limit(1)) is not None:
        raise Refused(
            "shares.mandate_in_use",
            t("A direct debit on this mandate is at the bank. Wait for it, or cancel that order first."),
        )
    mandate.ended_on = day
    context.emit(
        MandateEnded(
            member=mandate.member_id, member_number=mandate.member.number, reference=mandate.reference
        )
    )


def _account(written: str) -> str:
    try:
        return str(iban_numbers.validate(written))
    except ValidationError:
        raise Invalid(
            "shares.iban",
            t(
                "This is not an IBAN: a character is missing or wrong. Copy it again from a document of the bank."
            ),
            field="iban",
        ) from None


def _next_reference(session: Session, member: Member) -> str:
    known = select(DebitMandate.id).where(DebitMandate.member_id == member.id)
    return f"MANDAT-{member.number}-{len(session.scalars(known).all()) + 1}"
