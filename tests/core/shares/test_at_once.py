"""Several clerks at once, each in a process of its own: no shared number, no crossed floor, no deadlock."""

from datetime import date

import pytest
from sqlalchemy import select
from tests.clerks import clerks_that

from collegial.kernel.money import Money
from collegial.membership.models import Member
from collegial.membership.services import leave
from collegial.shares import queries
from collegial.shares.models import PaymentMethod, ShareEntry, WithdrawalCause, WithdrawalState
from collegial.shares.services import (
    NewPayment,
    cancel_shares,
    correct_entry,
    execute_withdrawals,
    record_payment,
    request_withdrawal,
    subscribe,
    transfer,
)

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 23)
paid = NewPayment(amount=Money(2_000), method=PaymentMethod.CASH, received_on=TODAY)


def act(context, work, number):
    member = context.session.scalars(select(Member).where(Member.number == number)).one()
    other = context.session.scalars(select(Member).where(Member.number == number % 4 + 1)).one()
    if work == "subscribe":
        subscribe(context, member, shares=1, effective_on=TODAY, payment=paid)
    elif work == "transfer":
        transfer(context, member, other, shares=1, effective_on=TODAY)
    elif work == "execute":
        execute_withdrawals(context, effective_on=TODAY)
    elif work == "cancel":
        cancel_shares(context, member, shares=80, effective_on=TODAY, reason="essai")
    elif work == "pay":
        entry = context.session.scalars(select(ShareEntry).where(ShareEntry.number == 1)).one()
        record_payment(context, entry, amount=Money(100), method=PaymentMethod.CASH, received_on=TODAY)
    elif work == "correct":
        entry = context.session.scalars(select(ShareEntry).where(ShareEntry.number == 2)).one()
        correct_entry(context, entry, reason="essai")
    elif work == "leave":
        leave(context, member, left_on=TODAY)


@pytest.fixture
def clerks(program, database_url, session):
    """Give a function that lets clerks work at once and returns what each said after each act."""
    return clerks_that(act, program, session, database_url)


def test_two_entries_never_share_a_number(session, members, hold, clerks):
    hold(members[3], 1)

    said = clerks(*[("subscribe", number) for number in (1, 2, 3, 1)], times=10)

    assert said == [["done"] * 10] * 4
    numbers = session.scalars(select(ShareEntry.number).order_by(ShareEntry.number)).all()
    assert numbers == list(range(1, 42))
    assert queries.first_break(session) is None
    assert sorted(queries.balances_on(session, date.max).values()) == [1, 10, 10, 20]


def test_two_redemptions_at_once_do_not_cross_the_floor(context, session, members, hold, clerks):
    for member in members:
        hold(member, 300)
    for member in members:
        facts = {"cause": WithdrawalCause.PARTIAL, "requested_on": date(2026, 11, 23)}
        request_withdrawal(context, member, shares=100, **facts)

    said = clerks(("execute", 1), ("execute", 1), ("cancel", 4), ("cancel", 3))

    assert all(one[0] in {"done", "shares.floor", "shares.not_enough"} for one in said)
    capital = queries.capital_on(session, date.max)
    assert capital >= Money(1_850_000)
    redeemed = [one for member in members for one in queries.withdrawals_of(session, member.id)]
    executed = sum(one.state is WithdrawalState.EXECUTED for one in redeemed)
    cancelled = sum(one == ["done"] for one in said[2:])
    assert capital == Money(2_000 * (1_200 - 100 * executed - 80 * cancelled))
    assert executed + cancelled >= 2


def test_a_debt_is_paid_once_whoever_records_it(context, session, members, clerks):
    day = date(2026, 11, 23)
    first = NewPayment(amount=Money(9_000), method=PaymentMethod.CASH, received_on=day)
    subscribe(context, members[0], shares=5, effective_on=day, payment=first)

    said = clerks(("pay", 1), ("pay", 1), ("pay", 1), ("pay", 1), times=5)

    answers = [answer for one in said for answer in one]
    assert (answers.count("done"), answers.count("shares.overpaid")) == (10, 10)
    assert queries.outstanding(session, day) == []


def test_an_entry_is_corrected_once_whoever_corrects_it(session, members, hold, clerks):
    hold(members[0], 10)
    hold(members[1], 10)

    said = clerks(*[("correct", 1)] * 4)

    assert sorted(answer for one in said for answer in one) == ["done"] + ["shares.corrected"] * 3


def test_a_leaver_takes_no_new_share_with_it(session, members, hold, clerks):
    for member in members:
        hold(member, 500)

    said = clerks(("leave", 4), ("subscribe", 4), ("transfer", 4), ("transfer", 3), ("subscribe", 4), times=6)

    assert said[0][0] == "done"
    assert {answer for one in said for answer in one} <= {
        "done", "shares.not_member", "members.has_left", "shares.waiting",
    }  # fmt: skip
    leaver = members[3]
    session.refresh(leaver)
    held = queries.balance_on(session, leaver.id, date.max)
    assert queries.queued_shares(session, leaver.id) == held
