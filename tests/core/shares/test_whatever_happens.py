"""Whatever is done with shares, in whatever order and on whatever days, the register stays true.

`--hypothesis-profile=long` tries many more sequences, and shrinks one that fails.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Row, select, true

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
from collegial.shares.queries.reading import movements
from collegial.shares.rules import Movement, balances, highest_on, repayment, running
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
MINIMUM, FLOOR, NOMINAL = Money(18_500_00), Fraction(1, 4), Money(20_00)
DAYS = st.sampled_from([TODAY - timedelta(days=days) for days in (0, 1, 4, 11, 12)])
WHO, WHICH = st.integers(0, 4), st.integers(0, 9)
HELD = (740, 130, 80, 40, 10)
SHARES = st.sampled_from([1, 5, *HELD, 30, 60, 250, 0, -1])
METHOD = PaymentMethod.TRANSFER


def found_register(context):
    """Give every example its start: five members hold shares, one of them wants fewer, one has left."""
    found(context, {"A": 3, "B": 2})
    members = context.session.scalars(select(Member).order_by(Member.number)).all()
    for member, shares in zip(members, HELD, strict=True):
        payment = NewPayment(amount=NOMINAL * shares, method=METHOD, received_on=FIRST)
        subscribe(context, member, shares=shares, effective_on=FIRST, payment=payment)
    request_withdrawal(
        context, members[2], shares=30, cause=WithdrawalCause.PARTIAL, requested_on=FIRST + timedelta(days=1)
    )
    leave(context, members[4], left_on=FIRST + timedelta(days=8))


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the tables hold, and what the program answers of it, at one moment."""

    entries: list[Movement]
    payments: list[Row]
    withdrawals: list[Row]
    changes: dict[date, Money]
    guard: ShareRegister
    guarded: dict[int, int]

    @classmethod
    def of(cls, session):
        held = select(ShareHolding.member_id, ShareHolding.shares).where(ShareHolding.shares > 0)
        return cls(
            entries=movements(session),
            payments=list(session.execute(select(SharePayment.entry_id, SharePayment.amount))),
            withdrawals=list(session.execute(select(*Withdrawal.__table__.columns))),
            changes=queries.daily_changes(session),
            guard=session.get_one(ShareRegister, 1, populate_existing=True),
            guarded=dict(session.execute(held).all()),
        )

    def check(self):
        """Hold everything that must be true of a register."""
        self._the_numbers_have_no_gap()
        self._the_balances_sum_to_the_capital_and_none_is_negative()
        self._the_floor_holds_on_every_day()
        self._the_guards_say_what_the_entries_say()
        self._nothing_is_paid_twice_or_below_zero()
        self._an_executed_withdrawal_has_its_entry()

    def _the_numbers_have_no_gap(self):
        assert [one.number for one in self.entries] == list(range(1, len(self.entries) + 1))

    def _the_balances_sum_to_the_capital_and_none_is_negative(self):
        for day in {one.day for one in self.entries}:
            held = balances(self.entries, day)
            capital = sum((change for when, change in self.changes.items() if when <= day), ZERO)
            assert all(shares > 0 for shares in held.values())
            assert NOMINAL * sum(held.values()) == capital

    def _the_floor_holds_on_every_day(self):
        highest = ZERO
        for _, capital in running(self.changes):
            highest = max(highest, capital)
            assert capital >= highest.share_up(FLOOR)
            assert highest < MINIMUM or capital >= MINIMUM

    def _the_guards_say_what_the_entries_say(self):
        assert self.guarded == balances(self.entries, TODAY)
        assert self.guard.capital == sum(self.changes.values(), ZERO)
        assert self.guard.highest_capital == highest_on(self.changes, TODAY)

    def _nothing_is_paid_twice_or_below_zero(self):
        corrected = {one.corrects for one in self.entries}
        for one in self.entries:
            total = sum((paid.amount for paid in self.payments if paid.entry_id == one.id), ZERO)
            assert ZERO <= total <= (NOMINAL * one.shares if one.kind is EntryKind.SUBSCRIPTION else ZERO)
            assert one.id not in corrected or total == ZERO

    def _an_executed_withdrawal_has_its_entry(self):
        known = {one.id: one for one in self.entries}
        corrected = {one.corrects for one in self.entries}
        for one in self.withdrawals:
            if one.state is WithdrawalState.EXECUTED:
                entry = known[one.entry_id]
                assert (entry.kind, entry.giver, entry.shares) == (
                    EntryKind.REDEMPTION, one.member_id, one.shares,
                )  # fmt: skip
                assert entry.id not in corrected
                back = repayment(one.shares, NOMINAL, loss=one.loss_per_share, unpaid=one.unpaid)
                assert ZERO <= back <= NOMINAL * one.shares

    def check_queue(self, members):
        """Hold that what waits is there, and that all that leavers hold waits."""
        held, waiting = balances(self.entries, TODAY), Counter()
        for one in self.withdrawals:
            if one.state is WithdrawalState.QUEUED:
                waiting[one.member_id] += one.shares
        for member in members:
            assert waiting[member.id] <= held.get(member.id, 0)
            assert member.left_on is None or waiting[member.id] == held.get(member.id, 0)


class Register(RuleBasedStateMachine):
    """Every act of the register; refused acts are undone whole, as a request undoes them."""

    def __init__(self, program):
        super().__init__()
        self.program = program

    @initialize()
    def begin(self):
        self.session = self.program.database.writing()
        self.context = self.program.context(self.session, program_viewer("test"))
        self.members = list(self.session.scalars(select(Member).order_by(Member.number)))
        self.changed = True

    def teardown(self):
        if hasattr(self, "session"):
            self.session.rollback()
            self.session.close()

    def attempt(self, act, *args, **facts):
        """Do an act, or see it refused: nothing else may come out of the service or the database."""
        try:
            with self.session.begin_nested():
                act(self.context, *args, **facts)
            self.changed = True
        except DomainError:
            return

    def pick(self, kind, which, sensible):
        """Choose one of the last rows, mostly one that makes sense: those that other acts have just touched."""
        condition = sensible if which else true()
        latest = select(kind).where(condition).order_by(kind.id.desc()).limit(5)
        known = self.session.scalars(latest).all()
        return known[which % len(known)] if known else None

    def waits(self):
        return any(one.state is WithdrawalState.QUEUED for one in self.seen.withdrawals)

    def owes(self):
        return any(
            one.state is WithdrawalState.EXECUTED and not one.repaid_on for one in self.seen.withdrawals
        )

    @rule(
        who=WHO,
        shares=SHARES,
        on=DAYS,
        part=st.sampled_from([Fraction(1), Fraction(1), Fraction(1, 4), Fraction(1, 5)]),
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
        standing = (ShareEntry.kind != EntryKind.CORRECTION) & ~ShareEntry.corrected_by.has()
        if entry := self.pick(ShareEntry, which, standing):
            self.attempt(correct_entry, entry, reason="essai")

    @rule(which=WHICH, cents=st.sampled_from([1, 500, 2_000, 15_000, 30_000]), on=DAYS)
    def pay(self, which, cents, on):
        subscribed = (ShareEntry.kind == EntryKind.SUBSCRIPTION) & ~ShareEntry.corrected_by.has()
        if entry := self.pick(ShareEntry, which, subscribed):
            self.attempt(record_payment, entry, amount=Money(cents), method=METHOD, received_on=on)

    @rule(which=WHICH)
    def bounce(self, which):
        standing = (SharePayment.amount > ZERO) & ~SharePayment.corrected_by.has()
        if payment := self.pick(SharePayment, which, standing):
            self.attempt(correct_payment, payment, reason="essai")

    @rule(who=WHO, shares=SHARES, on=DAYS)
    def ask(self, who, shares, on):
        facts = {"cause": WithdrawalCause.PARTIAL, "requested_on": on}
        self.attempt(request_withdrawal, self.members[who], shares=shares, **facts)

    @precondition(waits)
    @rule(which=WHICH)
    def take_back(self, which):
        if withdrawal := self.pick(Withdrawal, which, Withdrawal.state == WithdrawalState.QUEUED):
            self.attempt(cancel_withdrawal, withdrawal)

    @precondition(waits)
    @rule(on=DAYS, loss=st.sampled_from([0, 0, 300, 2_000, 2_001]))
    def execute(self, on, loss):
        self.attempt(execute_withdrawals, effective_on=on, loss_per_share=Money(loss))

    @precondition(owes)
    @rule(which=WHICH, on=DAYS)
    def repay(self, which, on):
        if withdrawal := self.pick(Withdrawal, which, Withdrawal.state == WithdrawalState.EXECUTED):
            self.attempt(record_repayment, withdrawal, repaid_on=on)

    @precondition(lambda self: any(one.left_on is None for one in self.members[2:4]))
    @rule(who=st.integers(2, 3), on=DAYS)
    def leave(self, who, on):
        self.attempt(leave, self.members[who], left_on=on)

    @invariant()
    def the_register_is_true(self):
        if not self.changed:  # a refused act was undone by the database
            return
        self.seen = seen = Seen.of(self.session)
        seen.check()
        seen.check_queue(self.members)
        assert queries.first_break(self.session) is None
        assert queries.balances_on(self.session, TODAY) == balances(seen.entries, TODAY)
        assert queries.capital_on(self.session, TODAY) == seen.guard.capital
        self.changed = False


@pytest.mark.slow
@pytest.mark.both_databases
def test_whatever_happens_the_register_stays_true(program):
    with program.database.writing() as session:
        found_register(program.context(session, program_viewer("test")))
        session.commit()
    long = settings.get_current_profile_name() == "long"
    brief = {Phase.explicit, Phase.reuse, Phase.generate}  # to shrink a failure takes minutes
    run_state_machine_as_test(
        lambda: Register(program),
        settings=settings(
            max_examples=1000 if long else 25,
            stateful_step_count=25,
            phases=set(Phase) if long else brief,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
