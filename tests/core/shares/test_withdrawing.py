"""The queue of withdrawals: order of arrival, floor, losses, repayment, and those who leave."""

from datetime import date, timedelta

import pytest

from collegial.kernel.errors import DomainError, Forbidden
from collegial.kernel.money import ZERO, Money
from collegial.membership.services import leave
from collegial.shares import queries
from collegial.shares.models import EntryKind, PaymentMethod, WithdrawalCause, WithdrawalState
from collegial.shares.services import (
    NewPayment,
    cancel_withdrawal,
    correct_entry,
    execute_withdrawals,
    record_repayment,
    request_withdrawal,
    subscribe,
    transfer,
)

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 23)
PARTIAL, REASON = WithdrawalCause.PARTIAL, "Erreur de saisie"


def ago(days):
    return TODAY - timedelta(days=days)


def ask(context, member, shares, on=TODAY):
    return request_withdrawal(context, member, shares=shares, cause=PARTIAL, requested_on=on)


def code_of(act, *args, **facts):
    with pytest.raises(DomainError) as refusal:
        act(*args, **facts)
    return (refusal.value.code, refusal.value.field)


@pytest.fixture
def held(members, hold):
    """Give three members who hold 2 000, 300 and 200 shares since a hundred days."""
    for member, shares in zip(members, (2_000, 300, 200)):
        hold(member, shares, ago(100))
    return members


def test_withdrawals_are_executed_in_order_of_arrival(context, held):
    ann, bob, cid, _ = held
    late = ask(context, ann, 100, ago(3))
    first = ask(context, bob, 50, ago(9))
    second = ask(context, cid, 20, ago(3))
    assert list(queries.queue(context.session)) == [first, late, second]

    done = execute_withdrawals(context, effective_on=ago(2), loss_per_share=Money(500))

    assert done == [first, late, second]
    assert [one.entry.number for one in done] == [4, 5, 6]
    assert {one.state for one in done} == {WithdrawalState.EXECUTED}
    assert (first.entry.kind, first.entry.from_member, first.entry.effective_on) == (
        EntryKind.REDEMPTION,
        bob,
        ago(2),
    )
    assert (first.repayment, first.repayment_due_on) == (Money(75_000), date(2031, 11, 21))
    assert queries.capital_on(context.session, TODAY) == Money(2_330 * 2_000)
    assert set(queries.repayments_due(context.session)) == set(done)
    assert queries.queue(context.session) == []


def test_none_overtakes_the_first_that_would_cross_the_floor(context, held):
    ann, bob, *_ = held
    fits = ask(context, ann, 1_500, ago(9))
    too_much = ask(context, bob, 76, ago(8))
    would_fit = ask(context, ann, 1, ago(7))

    assert execute_withdrawals(context, effective_on=TODAY) == [fits]
    assert execute_withdrawals(context, effective_on=TODAY) == []
    assert list(queries.queue(context.session)) == [too_much, would_fit]
    assert queries.capital_on(context.session, TODAY) == Money(1_000 * 2_000)


def test_a_withdrawal_may_reach_the_floor_exactly(context, held):
    ask(context, held[0], 1_575, ago(9))

    assert len(execute_withdrawals(context, effective_on=TODAY)) == 1
    assert (
        queries.capital_on(context.session, TODAY)
        == queries.floor_on(context.session, TODAY)
        == Money(1_850_000)
    )


def test_those_who_asked_later_wait_for_a_later_day(context, held):
    ask(context, held[0], 10, ago(1))

    assert execute_withdrawals(context, effective_on=ago(2)) == []
    assert len(execute_withdrawals(context, effective_on=ago(1))) == 1


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"loss_per_share": Money(2_001)}, ("shares.loss", "loss_per_share")),
        ({"loss_per_share": Money(-1)}, ("shares.loss", "loss_per_share")),
        ({"effective_on": date(2026, 11, 24)}, ("shares.future", "effective_on")),
        ({"effective_on": date(2020, 1, 1)}, ("shares.none", "effective_on")),
        ({"repay_by": ago(1)}, ("shares.repay_by", "repay_by")),
        ({"repay_by": date(2031, 11, 24)}, ("shares.repay_by", "repay_by")),
    ],
)
def test_an_execution_that_cannot_be_right_executes_nothing(context, held, facts, refusal):
    waiting = ask(context, held[0], 10)

    assert code_of(execute_withdrawals, context, **{"effective_on": TODAY} | facts) == refusal
    assert waiting.state is WithdrawalState.QUEUED


def test_the_money_goes_back_once_and_not_before(context, held):
    waiting = ask(context, held[0], 10, ago(9))
    assert code_of(record_repayment, context, waiting, repaid_on=TODAY) == ("shares.nothing_to_repay", None)
    execute_withdrawals(context, effective_on=ago(5), repay_by=ago(1))

    assert waiting.repayment_due_on == ago(1)
    assert code_of(record_repayment, context, waiting, repaid_on=ago(6)) == (
        "shares.repaid_early",
        "repaid_on",
    )
    assert code_of(record_repayment, context, waiting, repaid_on=date(2027, 1, 1)) == (
        "shares.future",
        "repaid_on",
    )
    record_repayment(context, waiting, repaid_on=ago(2))
    assert waiting.repaid_on == ago(2)
    assert queries.repayments_due(context.session) == []
    assert code_of(record_repayment, context, waiting, repaid_on=TODAY) == ("shares.nothing_to_repay", None)


@pytest.mark.parametrize(
    ("shares", "on", "refusal"),
    [
        (301, TODAY, ("shares.not_enough", "shares")),
        (300, TODAY, ("shares.last_one", "shares")),
        (0, TODAY, ("shares.number", "shares")),
        (-3, TODAY, ("shares.number", "shares")),
        (1, date(2026, 11, 24), ("shares.future", "requested_on")),
        (1, ago(200), ("shares.not_enough", "shares")),
    ],
)
def test_a_request_that_cannot_be_right_is_not_queued(context, held, shares, on, refusal):
    assert code_of(ask, context, held[1], shares, on) == refusal
    assert queries.queue(context.session) == []


def test_shares_that_wait_are_neither_withdrawn_twice_nor_transferred(context, held):
    _, bob, cid, _ = held
    ask(context, bob, 200)

    assert code_of(ask, context, bob, 101) == ("shares.waiting", "shares")
    assert code_of(transfer, context, bob, cid, shares=101, effective_on=TODAY) == (
        "shares.waiting",
        "shares",
    )
    assert transfer(context, bob, cid, shares=100, effective_on=TODAY).shares == 100


def test_unpaid_shares_are_not_withdrawn_by_a_member_who_stays(context, members):
    payment = NewPayment(amount=Money(5_000), method=PaymentMethod.CASH, received_on=TODAY)
    subscribe(context, members[0], shares=10, effective_on=TODAY, payment=payment)

    assert code_of(ask, context, members[0], 1) == ("shares.not_paid", "shares")


def test_a_withdrawal_is_taken_back_while_it_waits(context, held):
    waiting = ask(context, held[1], 200)

    cancel_withdrawal(context, waiting)

    assert waiting.state is WithdrawalState.CANCELLED
    assert code_of(cancel_withdrawal, context, waiting) == ("shares.not_queued", None)
    assert ask(context, held[1], 299).shares == 299
    assert execute_withdrawals(context, effective_on=TODAY)[0].shares == 299


def test_a_leaver_queues_all_it_holds_in_the_same_act(context, held):
    _, bob, *_ = held
    partial = ask(context, bob, 100, ago(9))

    leave(context, bob, left_on=ago(3))

    rest = queries.withdrawals_of(context.session, bob.id)[0]
    assert (rest.shares, rest.requested_on, rest.cause) == (200, ago(3), WithdrawalCause.RESIGNATION)
    assert list(queries.queue(context.session)) == [partial, rest]
    assert queries.balance_on(context.session, bob.id, TODAY) == 300
    assert code_of(cancel_withdrawal, context, rest) == ("shares.leaver_stays", None)
    assert code_of(ask, context, bob, 1) == ("shares.leaver", None)
    execute_withdrawals(context, effective_on=ago(3))
    assert queries.balance_on(context.session, bob.id, TODAY) == 0


def test_a_member_read_with_its_withdrawals_can_leave(context, held):
    _, bob, *_ = held
    ask(context, bob, 100, ago(9))
    context.session.expunge_all()
    (waiting,) = queries.queue(context.session)
    (subscribed,) = queries.entries_of(context.session, waiting.member_id)

    leave(context, subscribed.to_member, left_on=ago(3))

    assert queries.queued_shares(context.session, waiting.member_id) == 300


def test_one_who_holds_nothing_leaves_without_a_withdrawal(context, held):
    leave(context, held[3], left_on=ago(3))

    assert queries.queue(context.session) == []


def test_what_a_leaver_never_paid_is_set_off(context, held):
    *_, dan = held
    payment = NewPayment(amount=Money(5_000), method=PaymentMethod.CASH, received_on=ago(50))
    subscribe(context, dan, shares=10, effective_on=ago(50), payment=payment)
    leave(context, dan, left_on=ago(3))

    (done,) = execute_withdrawals(context, effective_on=ago(1), loss_per_share=Money(200))

    assert (done.unpaid, done.repayment) == (Money(15_000), Money(3_000))
    assert queries.outstanding(context.session, TODAY) == []


def test_an_heir_takes_over_shares_that_wait(context, held):
    _, bob, cid, _ = held
    leave(context, bob, left_on=ago(3))
    (waiting,) = queries.queue(context.session)

    transfer(context, bob, cid, shares=100, effective_on=ago(2))
    assert waiting.shares == 200
    last = transfer(context, bob, cid, shares=200, effective_on=ago(2))
    assert (waiting.state, waiting.shares) == (WithdrawalState.CANCELLED, 200)

    correct_entry(context, last, reason=REASON)
    assert [(one.member, one.shares) for one in queries.queue(context.session)] == [(bob, 200)]


def test_a_corrected_redemption_waits_again_in_its_place(context, held):
    first = ask(context, held[0], 10, ago(9))
    ask(context, held[1], 10, ago(8))
    execute_withdrawals(context, effective_on=ago(5), loss_per_share=Money(100))

    correct_entry(context, first.entry, reason=REASON)

    assert (first.state, first.entry, first.repayment) == (WithdrawalState.QUEUED, None, None)
    assert (first.loss_per_share, first.unpaid, first.repayment_due_on) == (ZERO, ZERO, None)
    assert list(queries.queue(context.session)) == [first]
    assert execute_withdrawals(context, effective_on=ago(5)) == [first]
    assert queries.first_break(context.session) is None


def test_a_repaid_redemption_stands(context, held):
    waiting = ask(context, held[0], 10, ago(9))
    execute_withdrawals(context, effective_on=ago(5))
    record_repayment(context, waiting, repaid_on=ago(4))

    assert code_of(correct_entry, context, waiting.entry, reason=REASON) == ("shares.repaid", None)


def test_a_redemption_leaves_no_later_day_under_zero(context, held):
    ann, bob, *_ = held
    ask(context, bob, 250, ago(50))
    transfer(context, ann, bob, shares=100, effective_on=ago(5))
    cancelled = ask(context, bob, 100, ago(4))
    cancel_withdrawal(context, cancelled)
    transfer(context, bob, ann, shares=100, effective_on=ago(3))

    assert len(execute_withdrawals(context, effective_on=ago(40))) == 1
    assert queries.balance_on(context.session, bob.id, TODAY) == 50


def test_those_without_the_right_touch_no_withdrawal(context, as_role, held):
    waiting, reader = ask(context, held[0], 10), as_role("chair")
    for act in (
        lambda: ask(reader, held[0], 1),
        lambda: cancel_withdrawal(reader, waiting),
        lambda: execute_withdrawals(reader, effective_on=TODAY),
        lambda: record_repayment(reader, waiting, repaid_on=TODAY),
    ):
        with pytest.raises(Forbidden):
            act()
