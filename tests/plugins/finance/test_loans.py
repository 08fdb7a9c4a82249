"""Loans: lent within the means, repaid in time, early or late, set aside, lost and recovered; the books follow."""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from collegial.plugin import Forbidden, Invalid, Missing, Money, Refused
from collegial_finance.ledger import queries as books
from collegial_finance.lifecycle import under_way
from collegial_finance.loans import queries, services
from collegial_finance.loans.models import LoanAct, LoanState
from collegial_finance.loans.rules import Repayment, Terms
from collegial_finance.modes import FundMode

LENT = date(2026, 6, 10)
TODAY = date(2026, 11, 23)
SOURCES = {
    FundMode.OWN: {"legal_basis": "Article L511-6"}, FundMode.DELEGATED: {"lender": "Bank"},
    FundMode.REFER: {"lender": "Bank"},
}  # fmt: skip


class Loans:
    """A fund of 1 500 €, and its acts."""

    def __init__(self, context, actors, mode=FundMode.OWN):
        self.context, self.actors = context, actors
        self.fund = services.open_fund(context, name="Prêts", mode=mode, **SOURCES[mode])
        if mode is not FundMode.REFER:
            services.put_in(
                context, fund_id=self.fund.id, contributor_id=actors["bank"], amount=Money(150_000)
            )

    def ask(self, principal=120_000, *, may_wait=True):
        terms = Terms(
            principal=Money(principal), rate=Fraction(6, 100), months=12, repayment=Repayment.CONSTANT_CAPITAL
        )
        return services.request_loan(
            self.context,
            fund_id=self.fund.id,
            borrower_id=self.actors["cannery"],
            purpose="Un four",
            terms=terms,
            may_wait=may_wait,
        )

    def accepted(self, **loan):
        found = self.ask(**loan)
        return services.decide(self.context, loan_id=found.id, accepted=True, reasons="Solide")

    def running(self, **loan):
        return services.lend(self.context, loan_id=self.accepted(**loan).id, on=LENT)

    @property
    def balances(self):
        found = books.balances(self.context.session)
        return {account.number: balance.cents for account, balance in found.items() if balance}


@pytest.fixture
def loans(context, actors):
    return Loans(context, actors)


def test_a_loan_of_the_own_means_is_repaid_early_set_aside_and_settled(loans, context, session):
    loan = loans.running()
    for month, amount in ((7, 10_600), (8, 10_550), (9, 5_000)):
        services.repay(context, loan_id=loan.id, amount=Money(amount), on=date(2026, month, 10))
    stand = queries.standing(loan, TODAY)
    assert (loan.remaining, stand.late, stand.days_late) == (Money(95_500), Money(26_350), 74)
    assert queries.figures(session) == {
        "running": 1, "remaining": Money(95_500), "oldest": date(2026, 9, 10),
    }  # fmt: skip
    assert [str(one) for one in under_way(session)] == [
        "1 loan runs: its repayment could no longer be followed."
    ]
    with pytest.raises(Refused, match=r"finance\.early_while_late"):
        services.repay_early(context, loan_id=loan.id, amount=Money(10_000))
    services.provide(context, loan_id=loan.id, amount=Money(90_000), note="Deux mois de retard")

    services.repay(context, loan_id=loan.id, amount=stand.late)
    assert (loan.remaining, loan.provision) == (Money(70_000), Money(70_000))
    services.repay_early(context, loan_id=loan.id, amount=Money(70_000))

    assert (loan.state, loan.remaining, loan.provision, loans.fund.available) == (
        LoanState.REPAID, Money(0), Money(0), Money(150_000),
    )  # fmt: skip
    assert queries.standing(loan, TODAY).remaining == Money(0)
    interest = sum(one.interest.cents for one in loan.steps)
    assert loans.balances == {
        "1021": -150_000, "512": 150_000 + interest, "7626": -interest, "6866": 90_000, "7866": -90_000,
    }  # fmt: skip
    assert under_way(session) == []


def test_the_interest_of_an_early_repayment_is_confirmed_before_it_is_recorded(
    client, sign_in, context, session, actors
):
    loans = Loans(context, actors)
    loan = loans.running()
    number, path = loan.id, f"/finance/loans/files/{loan.id}/repay-early"
    session.commit()
    sign_in("staff")
    page = client.get(path).text
    assert ("Principal repaid early" in page, 'name="came"' in page) == (True, False)

    def send(**facts):
        mark = re.search(r'name="once"[^>]*value="([^"]+)"', client.get(path).text)[1]
        return client.post(path, data={"amount": "500", "on": "2026-06-25", "once": mark} | facts)

    asked = send()
    assert (asked.status_code, "€1.25 of interest" in asked.text) == (409, True)
    assert ("Did this sum come in?" in asked.text, "needs a correction" in asked.text) == (True, False)
    assert re.search(r'name="came"[^>]*value="501.25"', asked.text)
    assert send(came="500").status_code == send(amount="400", came="501.25").status_code == 409
    session.expire_all()
    assert [one.act for one in loan.steps if one.act is LoanAct.EARLY] == []
    session.commit()
    assert send(came="501.25").status_code == 302
    told = client.get(f"/finance/loans/files/{number}").text
    assert "€501.25 is recorded: €500.00 of principal and €1.25 of interest." in told


def test_a_loan_is_written_off_and_what_comes_back_is_never_more_than_was_lost(loans, context):
    loan = loans.running()
    services.provide(context, loan_id=loan.id, amount=Money(50_000), note="Liquidation")
    services.lose(context, loan_id=loan.id, note="Clôture pour insuffisance d’actif")
    assert (loan.state, loan.lost, loan.provision, loan.remaining) == (
        LoanState.LOST, Money(120_000), Money(0), Money(0),
    )  # fmt: skip
    services.recover(context, loan_id=loan.id, amount=Money(20_000))
    for wrong in (0, 100_001, -5):
        with pytest.raises(Refused, match=r"finance\.loan_recovery"):
            services.recover(context, loan_id=loan.id, amount=Money(wrong))

    assert loans.fund.available == Money(50_000)
    assert loans.balances == {
        "1021": -150_000, "512": 50_000, "664": 120_000, "6866": 50_000, "7866": -50_000, "768": -20_000,
    }  # fmt: skip


def test_money_of_a_lender_is_held_for_it_and_given_back(context, actors):
    loans = Loans(context, actors, FundMode.DELEGATED)
    loan = loans.running()
    services.repay(context, loan_id=loan.id, amount=Money(10_600), on=date(2026, 7, 10))
    assert (loans.fund.available, loans.balances) == (Money(40_600), {"4673": -40_600, "512": 40_600})
    with pytest.raises(Refused, match=r"finance\.provision_of_lender"):
        services.provide(context, loan_id=loan.id, amount=Money(1), note="?")
    with pytest.raises(Refused, match=r"finance\.beyond_means"):
        services.give_back(
            context, fund_id=loans.fund.id, contributor_id=actors["bank"], amount=Money(40_601)
        )
    services.give_back(context, fund_id=loans.fund.id, contributor_id=actors["bank"], amount=Money(40_600))
    services.lose(context, loan_id=loan.id, note="Perdu")

    assert (loans.fund.available, loans.balances) == (Money(0), {})


def test_a_partner_that_lends_itself_moves_nothing_here(context, actors):
    loans = Loans(context, actors, FundMode.REFER)
    loan = loans.running()
    services.repay(context, loan_id=loan.id, amount=Money(10_600), on=date(2026, 7, 10))
    with pytest.raises(Refused, match=r"finance\.loan_only_refers"):
        services.put_in(context, fund_id=loans.fund.id, contributor_id=actors["bank"], amount=Money(1))

    assert (loan.remaining, loans.balances, loans.fund.available) == (Money(110_000), {}, Money(0))


def test_a_loan_beyond_what_is_left_says_that_it_waits(loans):
    loans.accepted(principal=100_000)

    assert loans.ask(50_000, may_wait=False).principal == Money(50_000)
    with pytest.raises(Refused, match=r"finance\.loan_beyond_left") as asked:
        loans.ask(50_001, may_wait=False)
    assert asked.value.field == "may_wait"
    assert loans.ask(50_001).principal == Money(50_001)


def test_a_fund_that_only_refers_asks_nothing_of_its_means(context, actors):
    loans = Loans(context, actors, FundMode.REFER)

    assert loans.ask(900_000, may_wait=False).principal == Money(900_000)


def test_a_mistaken_file_is_changed_and_withdrawn_until_it_is_decided_on(loans, context):
    asked, told = loans.ask(), {"borrower_id": loans.actors["bank"], "purpose": "Deux fours"}
    terms = replace(asked.terms, principal=Money(90_000), months=24)
    number = asked.id

    def change(**more):
        return services.change_loan(
            context, loan_id=number, **(told | {"terms": terms, "reason": "Coquille"} | more)
        )

    found = change()
    assert (found.borrower.name, found.purpose, found.terms) == ("Bank", "Deux fours", terms)
    assert [(one.act, one.note) for one in found.steps][1:] == [(LoanAct.CHANGED, "Coquille")]
    for more, code in (
        ({}, "loan_unchanged"), ({"borrower_id": 999}, "actor_unknown"),
        ({"terms": replace(terms, months=0)}, "loan_months"),
        ({"terms": replace(terms, principal=Money(150_001))}, "loan_beyond_left"),
    ):  # fmt: skip
        with pytest.raises((Invalid, Refused), match=rf"finance\.{code}"):
            change(**more)
    services.decide(context, loan_id=number, accepted=True, reasons="Oui")
    with pytest.raises(Refused, match=r"finance\.loan_decided"):
        change(purpose="Trois fours")
    with pytest.raises(Refused, match=r"finance\.loan_decided"):
        services.withdraw_loan(context, loan_id=number, reason="Trop tard")

    withdrawn = services.withdraw_loan(context, loan_id=loans.ask().id, reason="En double")
    assert (withdrawn.state, withdrawn.steps[-1].note) == (LoanState.WITHDRAWN, "En double")
    with pytest.raises(Refused, match=r"finance\.loan_step"):
        services.decide(context, loan_id=withdrawn.id, accepted=True, reasons="Oui")
    assert books.incomplete(context.session) == []


@pytest.mark.both_databases
def test_the_database_keeps_what_was_decided_on_a_loan(loans, context, session):
    accepted = loans.accepted()
    withdrawn = services.withdraw_loan(context, loan_id=loans.ask().id, reason="En double")
    change = "UPDATE finance_loan SET {} WHERE id = {}"
    for statement in (
        change.format("principal = 1", accepted.id), change.format("rate = '1/2'", accepted.id),
        change.format("months = months + 1", accepted.id), change.format("state = 'withdrawn'", accepted.id),
        change.format("state = 'accepted'", withdrawn.id), change.format("deferred = 1", withdrawn.id),
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match="as it was decided"), session.begin_nested():
            session.execute(text(statement))
    assert (
        services.decide(context, loan_id=accepted.id, accepted=False, reasons="Non").state
        is LoanState.REFUSED
    )


def test_what_cannot_be_is_refused_and_writes_nothing(loans, context, session, as_role):
    with pytest.raises(Refused, match=r"finance\.beyond_means"):
        services.lend(context, loan_id=loans.accepted(principal=150_001).id)
    loan = loans.running()
    before = (loans.balances, len(loan.steps))
    for act, facts, code in (
        (services.repay, {"amount": Money(1_000_000)}, "beyond_due"),
        (services.repay, {"amount": Money(-1)}, "beyond_due"),
        (services.repay, {"amount": Money(1), "on": date(2026, 11, 24)}, "loan_future"),
        (services.repay, {"amount": Money(1), "on": date(2026, 6, 9)}, "loan_order"),
        (services.repay_early, {"amount": Money(120_001), "on": date(2026, 6, 20)}, "beyond_balance"),
        (services.provide, {"amount": Money(120_001), "note": "?"}, "provision"),
        (services.provide, {"amount": Money(0), "note": "?"}, "provision"),
        (services.lend, {}, "loan_step"), (services.recover, {"amount": Money(1)}, "loan_step"),
        (services.decide, {"accepted": True, "reasons": "?"}, "loan_step"),
    ):  # fmt: skip
        with pytest.raises((Invalid, Refused), match=rf"finance\.{code}"), session.begin_nested():
            act(context, loan_id=loan.id, **facts)
    session.refresh(loan)
    assert (loans.balances, len(loan.steps)) == before
    for wrong in (
        {"mode": FundMode.OWN},
        {"mode": FundMode.REFER},
        {"mode": FundMode.OWN, "lender": "X", "legal_basis": "Y"},
    ):
        with pytest.raises(Invalid, match=r"finance\.(no_legal_basis|loan_lender)"):
            services.open_fund(context, name="X", **wrong)
    for wrong in (0, -5):
        with pytest.raises(Invalid, match=r"finance\.means_amount"):
            services.put_in(
                context, fund_id=loans.fund.id, contributor_id=loans.actors["bank"], amount=Money(wrong)
            )
    with pytest.raises(Missing):
        services.repay(context, loan_id=999, amount=Money(1))
    for act in (services.repay, services.recover):
        with pytest.raises(Forbidden):
            act(as_role("chair"), loan_id=loan.id, amount=Money(1))


@pytest.mark.both_databases
def test_the_database_keeps_the_loans(loans, context, let_through):
    loan = loans.running()
    services.repay(context, loan_id=loan.id, amount=Money(10_600), on=date(2026, 7, 10))
    step = (
        "INSERT INTO finance_loan_step (loan_id, act, taken_on, capital, interest, remaining, after, taken_at)"
        " SELECT loan_id, 'repayment', taken_on, 110001, 0, {0}, NULL, taken_at FROM finance_loan_step"
        " WHERE act = 'repayment'"
    )

    assert let_through([
        (step.format(0), "principal less what was repaid"), (step.format(-1), "(?i)amounts_positive"),
        ("UPDATE finance_loan SET remaining = -1", "(?i)(remaining_within_principal|provision_within_remaining)"),
        ("UPDATE finance_loan SET provision = remaining + 1", "(?i)provision_within_remaining"),
        ("UPDATE finance_loan SET state = 'repaid'", "(?i)remaining_while_running"),
        ("UPDATE finance_loan SET recovered = 1", "(?i)recovered_within_loss"),
        ("UPDATE finance_loan_fund SET available = -1", "(?i)within_its_means"),
        ("UPDATE finance_loan_fund SET lender = 'X'", "(?i)another_with_lender"),
        ("UPDATE finance_loan_step SET interest = 0", "written once"),
        ("DELETE FROM finance_loan_means", "written once"),
    ]) == []  # fmt: skip
    assert [one.act for one in loan.steps][-1] is LoanAct.REPAYMENT
