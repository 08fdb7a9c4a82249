"""Enter subscriptions: one with its first payment, or thousands at once."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.money import ZERO, Money
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.membership.queries import is_member
from collegial.shares.events import ManySharesSubscribed, SharesSubscribed
from collegial.shares.models import EntryKind, PaymentMethod, ShareEntry, SharePayment
from collegial.shares.permissions import MANAGE
from collegial.shares.rules import first_payment
from collegial.shares.services.checking import (
    check_day,
    check_member,
    check_nominal,
    check_shares,
    clause,
    written_reason,
)
from collegial.shares.services.entering import NewEntry, batches, enter, enter_many, open_register
from collegial.shares.services.leaving import settle_leaver
from collegial.shares.services.paying import NewPayment, check_payment, write_payment
from collegial.statutes.rules import CapitalRule

Subscribing = tuple[Member, int, Money]


def subscribe(
    context: Context,
    member: Member,
    *,
    shares: int,
    effective_on: date,
    payment: NewPayment | None = None,
    reason: str | None = None,
) -> ShareEntry:
    """Enter a subscription with the part of it that must be paid at once (L12).

    Raises Invalid for a number of shares, a day or a payment that cannot be right; Refused where the statutes
    know no shares, for one who was no member on that day, for a payment under the first part or over the
    whole, and while the statutes' nominal is not that of the shares in circulation.
    """
    require(context.by, MANAGE)
    check_shares(shares)
    check_day(context, effective_on)
    rule = clause(context.session, effective_on)
    why = written_reason(reason) if reason else None
    if payment is not None:
        check_payment(context, payment)
    _check_first(shares, payment.amount if payment else ZERO, rule)
    register = open_register(context, [member])
    check_member(context.session, member, effective_on)
    check_nominal(register, rule)
    entry = enter(context, register, _new(member.id, shares, rule, effective_on, reason=why))
    context.emit(
        SharesSubscribed(
            number=entry.number,
            member=member.id,
            member_number=member.number,
            shares=shares,
            effective_on=effective_on.isoformat(),
        )
    )
    if payment is not None:
        write_payment(context, entry, payment)
    settle_leaver(context, member)
    return entry


def subscribe_many(
    context: Context,
    subscriptions: Sequence[Subscribing],
    *,
    effective_on: date,
    method: PaymentMethod,
) -> range:
    """Enter many subscriptions, each with what was paid that day, in a few statements and one journal entry.

    Returns the numbers of the entries, in the order given. For loading and imports; raises what subscribe
    raises, and then enters none.
    """
    require(context.by, MANAGE)
    check_day(context, effective_on)
    rule = clause(context.session, effective_on)
    for _, shares, paid in subscriptions:
        check_shares(shares)
        _check_first(shares, paid, rule)
    if not subscriptions:
        return range(0)
    members = [member for member, _, _ in subscriptions]
    register = open_register(context, members)
    _check_members(context.session, members, effective_on)
    check_nominal(register, rule)
    new = [_new(member.id, shares, rule, effective_on) for member, shares, _ in subscriptions]
    first = register.last_number + 1
    ids = enter_many(context, register, new)
    numbers = range(first, first + len(new))
    money_of = {
        ids[number]: money for number, (*_, money) in zip(numbers, subscriptions, strict=True) if money
    }
    _pay_many(context, money_of, effective_on, method)
    _tell(context, subscriptions, numbers, effective_on)
    return numbers


def _new(
    member_id: int, shares: int, rule: CapitalRule, effective_on: date, *, reason: str | None = None
) -> NewEntry:
    return NewEntry(
        kind=EntryKind.SUBSCRIPTION,
        shares=shares,
        nominal=rule.nominal,
        effective_on=effective_on,
        receiver_id=member_id,
        reason=reason,
    )


def _check_first(shares: int, paid: Money, rule: CapitalRule) -> None:
    whole = rule.nominal * shares
    least = first_payment(shares, rule.nominal, rule.paid_at_subscription)
    if paid < least:
        raise Refused(
            "shares.first_payment",
            t(
                "At least %(least)s of %(whole)s must be paid when the shares are subscribed to: %(paid)s is "
                "not enough.",
                least=least,
                whole=whole,
                paid=paid,
            ),
            field="amount",
        )
    if paid > whole:
        raise Refused(
            "shares.overpaid",
            t(
                "%(due)s is still due for this subscription: %(amount)s is more.",
                due=whole,
                amount=paid,
            ),
            field="amount",
        )


def _check_members(session: Session, members: Sequence[Member], day: date) -> None:
    known: set[int] = set()
    for some in batches([member.id for member in members]):
        known.update(session.scalars(select(Member.id).where(Member.id.in_(some), is_member(day))))
    for member in members:
        if member.id not in known:
            check_member(session, member, day)


def _pay_many(context: Context, paid: Mapping[int, Money], day: date, method: PaymentMethod) -> None:
    rows = [
        {
            "entry_id": entry_id,
            "amount": amount,
            "method": method,
            "received_on": day,
            "recorded_at": context.clock.now(),
        }
        for entry_id, amount in paid.items()
    ]
    if rows:
        # What is returned lets a thousand rows go in one statement.
        context.session.execute(insert(SharePayment).returning(SharePayment.id), rows)


def _tell(context: Context, subscriptions: Sequence[Subscribing], numbers: range, day: date) -> None:
    context.emit(
        ManySharesSubscribed(
            first=numbers[0],
            last=numbers[-1],
            count=len({member.id for member, _, _ in subscriptions}),
            shares=sum(shares for _, shares, _ in subscriptions),
            effective_on=day.isoformat(),
        )
    )
    for member, _, _ in subscriptions:
        settle_leaver(context, member)
