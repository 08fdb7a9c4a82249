"""Whatever is done with shares, in whatever order and on whatever days, the register stays true."""

from datetime import date, timedelta
from fractions import Fraction

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from collegial.kernel.errors import DomainError
from collegial.kernel.money import ZERO, Money
from collegial.kernel.permissions import program as program_viewer
from collegial.membership.models import Member
from collegial.membership.services import leave
from collegial.shares import queries
from collegial.shares.models import (
    EntryKind,
    PaymentMethod,
    ShareEntry,
    ShareHolding,
    SharePayment,
    ShareRegister,
    Withdrawal,
    WithdrawalCause,
    WithdrawalState,
)
from collegial.shares.queries.reading import movements_until
from collegial.shares.rules import balances
from collegial.shares.services import (
    NewPayment,
    cancel_shares,
    cancel_withdrawal,
    correct_entry,
    correct_payment,
    execute_withdrawals,
    record_payment,
    record_repayment,
    request_withdrawal,
    subscribe,
    transfer,
)
from collegial.testing.factories import found

TODAY = date(2026, 11, 23)
FIRST = TODAY - timedelta(days=12)
MINIMUM, FLOOR = Money(18_500_00), Fraction(1, 4)
DAYS = st.integers(0, 12).map(lambda days: TODAY - timedelta(days=days))
WHO, WHICH = st.integers(0, 3), st.integers(0, 4)
SHARES = st.one_of(st.integers(1, 60), st.sampled_from([-1, 0, 250, 400, 900]))
METHOD = PaymentMethod.TRANSFER


class Register(RuleBasedStateMachine):
    """Four members and every act of the register; refused acts are undone whole, as a request undoes them."""

    def __init__(self, program):
        super().__init__()
        self.program = program

    @initialize()
    def found(self):
        self.session = self.program.database.writing()
        self.context = self.program.context(self.session, program_viewer("test"))
        found(self.context, {"A": 2, "B": 2})
        self.members = list(self.session.scalars(select(Member).order_by(Member.number)))
        for member, shares in zip(self.members, (900, 200, 90, 10)):
            payment = NewPayment(amount=Money(2_000 * shares), method=METHOD, received_on=FIRST)
            subscribe(self.context, member, shares=shares, effective_on=FIRST, payment=payment)

    def teardown(self):
        if hasattr(self, "session"):
            self.session.rollback()
            self.session.close()

    def attempt(self, act, *args, **facts):
        """Do an act, or see it refused: nothing else may come out of the service or the database."""
        try:
            with self.session.begin_nested():
                act(self.context, *args, **facts)
        except DomainError:
            self.session.expire_all()

    def pick(self, kind, which, *conditions):
        """Choose one of the last rows: those that the other acts have just touched."""
        latest = select(kind).where(*conditions).order_by(kind.id.desc()).limit(5)
        known = self.session.scalars(latest).all()
        return known[which % len(known)] if known else None

    @rule(
        who=WHO,
        shares=SHARES,
        on=DAYS,
        part=st.sampled_from([Fraction(1, 5), Fraction(1, 4), Fraction(1, 2), Fraction(1)]),
    )
    def subscribe(self, who, shares, on, part):
        amount = Money(2_000 * max(shares, 1)).share_up(part)
        payment = NewPayment(amount=amount, method=METHOD, received_on=on)
        self.attempt(subscribe, self.members[who], shares=shares, effective_on=on, payment=payment)

    @rule(giver=WHO, receiver=WHO, shares=SHARES, on=DAYS)
    def transfer(self, giver, receiver, shares, on):
        self.attempt(transfer, self.members[giver], self.members[receiver], shares=shares, effective_on=on)

    @rule(who=WHO, shares=SHARES, on=DAYS)
    def cancel(self, who, shares, on):
        self.attempt(cancel_shares, self.members[who], shares=shares, effective_on=on, reason="essai")

    @rule(which=WHICH)
    def correct(self, which):
        if entry := self.pick(ShareEntry, which):
            self.attempt(correct_entry, entry, reason="essai")

    @rule(which=WHICH, cents=st.sampled_from([1, 500, 2_000, 15_000, 30_000]), on=DAYS)
    def pay(self, which, cents, on):
        if entry := self.pick(ShareEntry, which):
            self.attempt(record_payment, entry, amount=Money(cents), method=METHOD, received_on=on)

    @rule(which=WHICH)
    def bounce(self, which):
        if payment := self.pick(SharePayment, which):
            self.attempt(correct_payment, payment, reason="essai")

    @rule(who=WHO, shares=SHARES, on=DAYS)
    def ask(self, who, shares, on):
        facts = {"cause": WithdrawalCause.PARTIAL, "requested_on": on}
        self.attempt(request_withdrawal, self.members[who], shares=shares, **facts)

    @rule(which=WHICH)
    def take_back(self, which):
        if withdrawal := self.pick(Withdrawal, which):
            self.attempt(cancel_withdrawal, withdrawal)

    @rule(on=DAYS, loss=st.sampled_from([0, 0, 300, 2_000, 2_001]))
    def execute(self, on, loss):
        self.attempt(execute_withdrawals, effective_on=on, loss_per_share=Money(loss))

    @rule(which=WHICH, on=DAYS)
    def repay(self, which, on):
        if withdrawal := self.pick(Withdrawal, which, Withdrawal.entry_id.is_not(None)):
            self.attempt(record_repayment, withdrawal, repaid_on=on)

    @precondition(lambda self: any(one.left_on is None for one in self.members[2:]))
    @rule(who=st.integers(2, 3), on=DAYS)
    def leave(self, who, on):
        self.attempt(leave, self.members[who], left_on=on)

    @invariant()
    def the_balances_sum_to_the_capital_and_none_is_negative(self):
        movements = movements_until(self.session, TODAY)
        capital = dict(queries.capital_over_time(self.session))
        for day in {one.day for one in movements}:
            held = balances(movements, day)
            assert all(shares > 0 for shares in held.values())
            assert Money(2_000 * sum(held.values())) == capital.get(
                day, queries.capital_on(self.session, day)
            )

    @invariant()
    def no_number_is_missing_and_the_chain_holds(self):
        numbers = list(self.session.scalars(select(ShareEntry.number).order_by(ShareEntry.number)))
        assert numbers == list(range(1, len(numbers) + 1))
        assert queries.first_break(self.session) is None

    @invariant()
    def the_floor_holds_on_every_day(self):
        highest = ZERO
        for _, capital in queries.capital_over_time(self.session):
            highest = max(highest, capital)
            assert capital >= highest.share_up(FLOOR)
            assert highest < MINIMUM or capital >= MINIMUM

    @invariant()
    def the_guards_say_what_the_entries_say(self):
        guard = self.session.get_one(ShareRegister, 1, populate_existing=True)
        assert guard.capital == queries.capital_on(self.session, TODAY)
        assert guard.highest_capital == queries.highest_capital(self.session, TODAY)
        held = select(ShareHolding).where(ShareHolding.shares > 0).execution_options(populate_existing=True)
        balances = {one.member_id: one.shares for one in self.session.scalars(held)}
        assert balances == queries.balances_on(self.session, TODAY)

    @invariant()
    def nothing_is_paid_twice_or_below_zero(self):
        for entry in self.session.scalars(
            select(ShareEntry).where(ShareEntry.kind == EntryKind.SUBSCRIPTION)
        ):
            payments = select(SharePayment).where(SharePayment.entry_id == entry.id)
            total = sum((one.amount for one in self.session.scalars(payments)), ZERO)
            assert ZERO <= total <= entry.amount
            assert entry.corrected_by is None or total == ZERO

    @invariant()
    def the_queue_holds_no_more_than_there_is_and_all_that_leavers_hold(self):
        for member in self.members:
            held = queries.balance_on(self.session, member.id, TODAY)
            waiting = queries.queued_shares(self.session, member.id)
            assert waiting <= held
            assert member.left_on is None or waiting == held

    @invariant()
    def an_executed_withdrawal_has_its_entry(self):
        for one in self.session.scalars(
            select(Withdrawal).where(Withdrawal.state == WithdrawalState.EXECUTED)
        ):
            assert one.entry is not None
            assert (one.entry.kind, one.entry.shares) == (EntryKind.REDEMPTION, one.shares)
            assert one.entry.corrected_by is None
            assert ZERO <= one.repayment <= one.entry.amount


@pytest.mark.slow
@pytest.mark.both_databases
def test_whatever_happens_the_register_stays_true(program):
    run_state_machine_as_test(
        lambda: Register(program),
        settings=settings(
            max_examples=30, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
