"""The shares of the invented members: a founding, later subscriptions, and what a register lives through."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from collegial.demo.loading.cooperative import FOUNDED
from collegial.demo.rennes import read_part
from collegial.kernel.clock import local_day
from collegial.kernel.events import Context
from collegial.kernel.money import Money
from collegial.membership.models import Member
from collegial.membership.queries import placings
from collegial.shares.models import PaymentMethod, ShareEntry, SharePayment, WithdrawalCause
from collegial.shares.queries import capital_rule_on, outstanding, transferable
from collegial.shares.rules import first_payment
from collegial.shares.services import (
    correct_entry,
    correct_payment,
    execute_withdrawals,
    record_mandate,
    record_payment,
    request_withdrawal,
    subscribe_many,
    transfer,
)

_PERSONAS = 3  # the first members are the people one signs in as
_LOOKED_THROUGH = 40  # among so many members of a category, someone is fit for an act


def subscribe(context: Context) -> None:
    """Let every member subscribe at the founding, and some again later."""
    data = read_part("shares")
    lots, founded = Random(data["seed"]), _day(context, 0)  # noqa: S311 (figures of a demonstration)
    members = _by_category(context, founded)
    everyone = [
        (one, lots.randint(*data["founding"][category]))
        for category, group in members.items()
        for one in group
    ]
    everyone.sort(key=lambda pair: pair[0].number)
    sample = lots.sample(everyone[_PERSONAS:], data["quarter_paid"])
    late = {members["volunteers"][0].id, *(one.id for one, _ in sample)}  # and the member one signs in as
    _enter(context, everyone, founded, quarter_paid=late)
    for wave in data["waves"]:
        group = lots.sample(members[wave["category"]], wave["members"])
        growing = [(one, lots.randint(*wave["shares"])) for one in group]
        _enter(context, growing, _day(context, wave["days"]), quarter_paid=set())


def live(context: Context) -> None:
    """Make what happens to a register: payments, one that the bank sent back, a correction, a transfer, withdrawals."""
    data, day = read_part("shares"), _day(context, 280)
    members = _by_category(context, day)
    owing = outstanding(context.session, day)
    for one in owing[: data["mandates"]]:
        record_mandate(
            context, one.member, iban=data["account"], holder=one.member.actor.name[:70], signed_on=day
        )
    for one in owing[-3:]:
        record_payment(
            context, one.entry, amount=one.due, method=PaymentMethod.CHEQUE, received_on=_day(context, 130)
        )
    _bounce(context, members["volunteers"][20])
    _move(context, members, day)
    _withdraw(context, members)


def _bounce(context: Context, member: Member) -> None:
    """Take back the first payment of a member: the bank sent it back, and nobody has called since.

    This is the one red light of the compliance panel: the first part was due on the day of the subscription.
    """
    paid = (
        select(SharePayment)
        .join(SharePayment.entry)
        .where(ShareEntry.to_member_id == member.id)
        .options(joinedload(SharePayment.entry))
        .order_by(SharePayment.id)
    )
    payment = context.session.scalars(paid).first()
    assert payment is not None
    correct_payment(context, payment, reason="Virement rejeté par la banque")


def _move(context: Context, members: dict[str, list[Member]], day: date) -> None:
    """Enter a transfer between volunteers, and another by mistake, which is corrected."""
    giver = _fit(context, members["beneficiaries"], 12)
    transfer(
        context, giver, members["volunteers"][5], shares=2, effective_on=day, reason="Cession à un bénévole"
    )
    wrong = transfer(context, giver, members["volunteers"][6], shares=2, effective_on=day)
    correct_entry(context, wrong, reason="Cession saisie au mauvais nom")


def _withdraw(context: Context, members: dict[str, list[Member]]) -> None:
    """Redeem one withdrawal, and let two others wait."""
    first = _fit(context, members["partners"], 30)
    request_withdrawal(
        context, first, shares=20, cause=WithdrawalCause.PARTIAL, requested_on=_day(context, 200)
    )
    execute_withdrawals(context, effective_on=_day(context, 285))
    for group, shares, days in (("public_bodies", 8, 288), ("beneficiaries", 3, 293)):
        one = _fit(context, members[group], shares + 5)
        request_withdrawal(
            context, one, shares=shares, cause=WithdrawalCause.PARTIAL, requested_on=_day(context, days)
        )


def _fit(context: Context, members: Sequence[Member], shares: int) -> Member:
    """Return the first of the members who can spare more than some shares."""
    day = _day(context, 295)
    return next(
        one
        for one in members[_PERSONAS:_LOOKED_THROUGH]
        if transferable(context.session, one.id, day) > shares
    )


def _enter(
    context: Context, subscriptions: Sequence[tuple[Member, int]], day: date, *, quarter_paid: set[int]
) -> None:
    rule = capital_rule_on(context.session, day)
    assert rule is not None

    def paid(member: Member, shares: int) -> Money:
        if member.id in quarter_paid:
            return first_payment(shares, rule.nominal, rule.paid_at_subscription)
        return rule.nominal * shares

    entries = [(one, shares, paid(one, shares)) for one, shares in subscriptions]
    subscribe_many(context, entries, effective_on=day, method=PaymentMethod.TRANSFER)


def _by_category(context: Context, day: date) -> dict[str, list[Member]]:
    known = list(
        context.session.scalars(select(Member).options(joinedload(Member.actor)).order_by(Member.number))
    )
    places = placings(context.session, [one.id for one in known], day)
    groups: dict[str, list[Member]] = defaultdict(list)
    for one in known:
        place = places[one.id].category
        if place is not None:
            groups[place.key].append(one)
    return groups


def _day(context: Context, days: int) -> date:
    """Return a day, counted from the founding."""
    return local_day(context.clock.now() - FOUNDED + timedelta(days=days), context.zone)
