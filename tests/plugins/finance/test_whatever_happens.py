"""Whatever the tools do, in whatever order, the books balance, no fund exceeds itself, what is closed stays.

`--hypothesis-profile=long` tries many more sequences, and shrinks one that fails.
"""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import ZERO, DomainError, Money
from collegial_finance.guarantees import queries as guarantee_queries
from collegial_finance.guarantees import services as guarantees
from collegial_finance.guarantees.models import GuaranteeFile, GuaranteeFund
from collegial_finance.ledger import chart
from collegial_finance.ledger import queries as books
from collegial_finance.ledger import services as bookkeeping
from collegial_finance.ledger.models import Closing, Entry
from collegial_finance.loans import queries as loan_queries
from collegial_finance.loans import services as loans
from collegial_finance.loans.models import LoanFund, LoanState, PoleLoan
from collegial_finance.loans.rules import Repayment, Terms
from collegial_finance.modes import FundMode
from collegial_finance.rounds import queries as round_queries
from collegial_finance.rounds import services as rounds
from collegial_finance.rounds.models import FundingRound, Pledge, RoundState
from collegial_finance.rounds.rules import ClosingRule, Instrument, Plan, PledgeState

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
WHICH = st.integers(0, 3)
AMOUNTS = st.sampled_from([1, 5_000, 33_333, 60_000, 100_000, 150_001, 0, -5]).map(Money)
COVERS = st.sampled_from([Fraction(1, 2), Fraction(7, 10), Fraction(1)])


class Tools(RuleBasedStateMachine):
    """Every act of the tools on one fund, one loan fund and one round; refused acts are undone whole."""

    def __init__(self, program, actors):
        super().__init__()
        self.program, self.actors = program, list(actors.values())

    @initialize(
        mode=st.sampled_from([FundMode.OWN, FundMode.DELEGATED]), closing=st.sampled_from(ClosingRule)
    )
    def begin(self, mode, closing):
        self.program.clock.at = START
        self.session = self.program.database.writing()
        self.context = self.program.context(self.session, program_viewer("test"))
        self.fund = guarantees.open_fund(
            self.context, name="F", mode=FundMode.DELEGATED, multiplier=Fraction(3, 2)
        )
        told = {"legal_basis": "Texte"} if mode is FundMode.OWN else {"lender": "Banque"}
        self.loans = loans.open_fund(self.context, name="P", mode=mode, **told)
        plan = Plan(
            target=Money(100_000), minimum=Money(60_000), maximum=Money(120_000), closing=closing,
            closes_on=START.date() + timedelta(days=25),
        )  # fmt: skip
        self.round = rounds.open_round(
            self.context, title="T", need="N", project_id=self.actors[0], plan=plan
        )
        for who in self.actors[1:]:
            rounds.invite_funder(
                self.context, round_id=self.round.id, funder_id=who, instrument=Instrument.LOAN
            )
        self.closed, self.exposed = {}, ZERO

    def teardown(self):
        if hasattr(self, "session"):
            self.session.rollback()
            self.session.close()
            self.program.clock.at = START

    def attempt(self, act, **facts):
        """Do an act, or see it refused: nothing else may come out of the service or the database."""
        try:
            with self.session.begin_nested():
                act(self.context, **facts)
        except DomainError:
            self.session.expire_all()

    def pick(self, kind, which):
        known = self.session.scalars(select(kind).order_by(kind.id.desc()).limit(4)).all()
        return known[which % len(known)].id if known else 0

    @rule(days=st.sampled_from([1, 9, 31]))
    def time_passes(self, days):
        self.program.clock.move(days=days)

    @rule(back=st.integers(0, 40))
    def close(self, back):
        self.attempt(bookkeeping.close_period, through=self.today - timedelta(days=back))

    @rule(which=WHICH)
    def reverse_by_hand(self, which):
        by_hand = select(Entry.number).where(Entry.source == bookkeeping.BY_HAND).order_by(Entry.id.desc())
        if numbers := self.session.scalars(by_hand.limit(4)).all():
            number = numbers[which % len(numbers)]
            self.attempt(bookkeeping.reverse, number=number, on=self.today, reason="essai")

    @rule(amount=AMOUNTS, back=st.integers(-1, 40))
    def write_by_hand(self, amount, back):
        facts = {"on": self.today - timedelta(days=back), "label": "x", "debit": "512", "credit": "74"}
        self.attempt(bookkeeping.record_by_hand, amount=amount, **facts)

    @rule(amount=AMOUNTS, which=WHICH)
    def endow(self, amount, which):
        self.attempt(guarantees.endow, fund_id=self.fund.id, contributor_id=self.actors[which], amount=amount)

    @rule(principal=AMOUNTS, cover=COVERS, months=st.integers(1, 6))
    def guarantee(self, principal, cover, months):
        terms = Terms(principal=principal, rate=Fraction(1, 20), months=months)
        self.attempt(
            guarantees.request_guarantee, fund_id=self.fund.id, borrower_id=self.actors[0], lender="B",
            purpose="x", terms=terms, cover=cover, commission=Fraction(1, 40),
        )  # fmt: skip
        self.attempt(guarantees.decide, file_id=self.pick(GuaranteeFile, 0), accepted=True, reasons="x")
        self.attempt(guarantees.issue, file_id=self.pick(GuaranteeFile, 0))

    @rule(which=WHICH, act=st.sampled_from(["issue", "incident", "resume"]))
    def step(self, which, act):
        file_id = self.pick(GuaranteeFile, which)
        if act == "issue":
            self.attempt(guarantees.issue, file_id=file_id)
        else:
            service = guarantees.note_incident if act == "incident" else guarantees.resume
            self.attempt(service, file_id=file_id, note="x")

    @rule(which=WHICH, months=st.integers(1, 6))
    def repaid(self, which, months):
        self.attempt(guarantees.note_repayments, file_id=self.pick(GuaranteeFile, which), months=months)

    @rule(which=WHICH, amount=AMOUNTS, act=st.sampled_from(["provide", "call", "recover"]))
    def lose_a_guarantee(self, which, amount, act):
        file_id = self.pick(GuaranteeFile, which)
        if act == "provide":
            self.attempt(guarantees.provide, file_id=file_id, amount=amount, note="x")
        elif act == "call":
            self.attempt(guarantees.call, file_id=file_id, final_loss=amount)
        else:
            self.attempt(guarantees.recover, file_id=file_id, amount=amount)

    @rule(amount=AMOUNTS, which=WHICH, act=st.sampled_from([loans.put_in, loans.put_in, loans.give_back]))
    def move_means(self, amount, which, act):
        self.attempt(act, fund_id=self.loans.id, contributor_id=self.actors[which], amount=amount)

    @rule(principal=AMOUNTS, months=st.integers(1, 4), repayment=st.sampled_from(Repayment))
    def lend(self, principal, months, repayment):
        terms = Terms(principal=principal, rate=Fraction(1, 20), months=months, repayment=repayment)
        self.attempt(
            loans.request_loan, fund_id=self.loans.id, borrower_id=self.actors[0], purpose="x", terms=terms
        )
        self.attempt(loans.decide, loan_id=self.pick(PoleLoan, 0), accepted=True, reasons="x")
        self.attempt(loans.lend, loan_id=self.pick(PoleLoan, 0))

    @rule(which=WHICH, amount=AMOUNTS, act=st.sampled_from([loans.repay, loans.repay_early, loans.recover]))
    def comes_back(self, which, amount, act):
        self.attempt(act, loan_id=self.pick(PoleLoan, which), amount=amount)

    @rule(which=WHICH)
    def repay_what_is_payable(self, which):
        loan = self.session.get(PoleLoan, self.pick(PoleLoan, which))
        if loan and loan.state is LoanState.RUNNING and (stand := loan_queries.standing(loan, self.today)):
            self.attempt(loans.repay, loan_id=loan.id, amount=stand.payable)

    @rule(which=WHICH, amount=AMOUNTS)
    def provide_for_a_loan(self, which, amount):
        self.attempt(loans.provide, loan_id=self.pick(PoleLoan, which), amount=amount, note="x")

    @rule(which=WHICH)
    def lose_a_loan(self, which):
        self.attempt(loans.lose, loan_id=self.pick(PoleLoan, which), note="x")

    @rule(which=WHICH, state=st.sampled_from(PledgeState), amount=AMOUNTS)
    def pledge(self, which, state, amount):
        pledge = self.pick(Pledge, which)
        self.attempt(rounds.move_pledge, round_id=self.round.id, pledge_id=pledge, state=state, amount=amount)

    @rule(act=st.sampled_from([rounds.end_round, rounds.pay_project]))
    def end(self, act):
        self.attempt(act, round_id=self.round.id)

    @property
    def today(self) -> date:
        return self.program.clock.now().date()

    @invariant()
    def the_books_balance_and_have_no_gap(self):
        held = books.balances(self.session)
        assert sum(held.values(), ZERO) == ZERO
        assert books.incomplete(self.session) == []
        numbers = self.session.scalars(select(Entry.number).order_by(Entry.number)).all()
        assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def no_issue_exceeds_its_fund_and_the_books_say_the_same(self):
        """A loss may leave a fund with less than it stands for; nothing makes it stand for more from there."""
        for fund in self.session.scalars(select(GuaranteeFund)):
            exposed = guarantee_queries.exposure(self.session, fund.id)
            assert ZERO <= exposed <= max(fund.capacity, self.exposed)
            self.exposed = exposed
            assert fund.capacity == fund.rule.capacity
            assert fund.lost == self.booked(chart.LOSSES, fund) + self.booked(chart.RECOVERIES, fund)
            assert guarantee_queries.projected(fund)[:1] in ((), (exposed,))
            aside = guarantee_queries.provided(fund)
            assert aside <= exposed
            assert self.booked(chart.ENDOWMENTS, fund) == -fund.endowment
            assert self.booked(chart.RISKS, fund) == -aside
            assert self.booked(chart.LOSSES, fund) == sum((one.paid for one in fund.files), ZERO)

    @invariant()
    def no_loan_exceeds_the_means_and_the_books_say_the_same(self):
        for fund in self.session.scalars(select(LoanFund)):
            assert fund.available >= ZERO
            remaining = loan_queries.lent(fund)
            if fund.mode is FundMode.DELEGATED:
                assert self.booked(chart.HELD_FOR_LENDERS, fund) == -fund.available
            else:
                assert self.booked(chart.LOANS, fund) == remaining
                assert self.booked(chart.LOAN_PROVISIONS, fund) == -sum(
                    (one.provision for one in fund.loans), ZERO
                )
            for one in fund.loans:
                stand = loan_queries.standing(one, self.today)
                assert stand is None or stand.remaining == one.remaining
                assert one.next_due == loan_queries.next_due(one)

    @invariant()
    def no_round_takes_more_than_its_most_and_holds_what_was_paid(self):
        for one in self.session.scalars(select(FundingRound)):
            standing = round_queries.standing_of(one)
            held = -self.booked(chart.HELD_FOR_PROJECTS, one)
            assert standing.pledged <= one.maximum
            assert held == standing.paid if one.state is RoundState.OPEN else ZERO <= held <= standing.paid

    @invariant()
    def what_is_closed_never_changes(self):
        for one in self.session.scalars(select(Closing)):
            lines = [
                (line.account.number, line.debits, line.credits)
                for line in books.period(self.session, None, one.through)
            ]
            assert self.closed.setdefault(one.through, lines) == lines

    def booked(self, account, found):
        return books.balance_of(self.session, account, found.source)


@pytest.mark.both_databases(
    "sqlite"
)  # it looks for rules that break; what the database holds is tested apart
def test_whatever_happens_the_books_and_the_tools_agree(program, actors):
    long = settings.get_current_profile_name() == "long"
    brief = {Phase.explicit, Phase.reuse, Phase.generate}  # to shrink a failure takes minutes
    run_state_machine_as_test(
        lambda: Tools(program, actors),
        settings=settings(
            max_examples=500 if long else 4,
            stateful_step_count=20,
            phases=set(Phase) if long else brief,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
