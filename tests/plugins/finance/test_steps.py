"""What the financial tools ask for on the dashboard: each thing that waits, with a button that opens the act itself."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import event, inspect

from collegial.group_votes import services as voting
from collegial.plugin import Base, GroupAnswer, Money, Representative, Viewer
from collegial_finance.asking import FEW
from collegial_finance.fund import services as fund_services
from collegial_finance.fund.rules import ReportKind
from collegial_finance.guarantees import services as guarantees
from collegial_finance.loans import services as loans
from collegial_finance.loans.rules import Terms
from collegial_finance.modes import FundMode
from collegial_finance.rounds import services as rounds
from collegial_finance.rounds.rules import ClosingRule, Instrument, PledgeState
from collegial_finance.steps import steps

TERMS = Terms(principal=Money(60_000), rate=Fraction(0), months=12)


@pytest.fixture
def asked(session, clock, as_role):
    """Give a function that returns what the dashboard of someone asks for, as (page, its values)."""

    def of(role, by=None):
        viewer = by or as_role(role, account_id=99).by
        session.flush()
        session.expire_all()
        found = list(steps(session, viewer, clock.now().date()))
        assert len({one.key for one in found}) == len(found)
        return [(one.endpoint.removeprefix("finance_"), dict(one.values)) for one in found]

    return of


@pytest.fixture
def read(session, program, asked):
    """Give a function that returns the statements which a dashboard takes, and how many rows of each kind it reads."""
    taken, rows = [], set()

    def note(_connection, _cursor, statement, *_rest):
        taken.append(statement)

    def count(row, *_rest):
        rows.add(inspect(row).key)

    def of(role):
        session.flush()
        taken.clear()
        rows.clear()
        asked(role)
        return len(taken), Counter(kind.__name__ for kind, *_ in rows)

    event.listen(program.database.engine, "before_cursor_execute", note)
    for it in ("load", "refresh"):
        event.listen(Base, it, count, propagate=True)
    yield of
    event.remove(program.database.engine, "before_cursor_execute", note)
    for it in ("load", "refresh"):
        event.remove(Base, it, count)


@pytest.fixture
def guarantee(context, actors):
    """Give a function that asks a fund without a committee for guarantees."""
    fund = guarantees.open_fund(context, name="Fonds", mode=FundMode.DELEGATED, multiplier=Fraction(2))
    guarantees.endow(context, fund_id=fund.id, contributor_id=actors["bank"], amount=Money(900_000))

    def ask():
        return guarantees.request_guarantee(
            context, fund_id=fund.id, borrower_id=actors["cannery"], lender="Banque", purpose="Un four",
            terms=TERMS, cover=Fraction(1, 2),
        )  # fmt: skip

    return ask


@pytest.fixture
def loan(context, actors):
    """Give a function that asks a fund without a committee for loans."""
    fund = loans.open_fund(context, name="Prêts", mode=FundMode.DELEGATED, lender="Banque")
    loans.put_in(context, fund_id=fund.id, contributor_id=actors["bank"], amount=Money(900_000))
    return lambda: loans.request_loan(
        context, fund_id=fund.id, borrower_id=actors["cannery"], purpose="Un four", terms=TERMS
    )


def test_a_guarantee_is_asked_for_at_each_of_its_steps(context, guarantee, asked):
    file = guarantee()
    here = {"file_id": file.id}
    assert asked("staff") == [("guarantees.decide", here)]
    guarantees.decide(context, file_id=file.id, accepted=True, reasons="Solide")
    assert asked("staff") == [("guarantees.issue", here)]
    guarantees.issue(context, file_id=file.id)
    assert asked("staff") == []
    guarantees.note_incident(context, file_id=file.id, note="Deux mois")
    assert asked("staff") == [("guarantees.file", here)]
    assert asked("member") == asked("chair") == []


def test_a_loan_is_asked_for_at_each_of_its_steps(context, clock, loan, asked):
    lent = loan()
    here = {"loan_id": lent.id}
    assert asked("staff") == [("loans.decide", here)]
    loans.decide(context, loan_id=lent.id, accepted=True, reasons="Solide")
    assert asked("staff") == [("loans.lend", here)]
    loans.lend(context, loan_id=lent.id)
    clock.move(days=10)
    assert asked("staff") == [("loans.repay", here)]
    assert asked("member") == []


@pytest.mark.parametrize(("days", "due", "owed"), [(10, 1, 5_000), (31, 1, 5_000), (95, 3, 15_000)])
def test_all_that_is_due_of_a_loan_is_asked_for_at_once(
    context, session, clock, loan, as_role, sign_in, client, days, due, owed
):
    lent = loan()
    loans.decide(context, loan_id=lent.id, accepted=True, reasons="Solide")
    loans.lend(context, loan_id=lent.id)
    session.commit()
    clock.move(days=days)
    (step,) = steps(session, as_role("staff").by, clock.now().date())
    assert (step.sentence.count, step.about.params["value"]) == (due, Money(owed))
    session.rollback()
    sign_in("staff")
    assert f'value="{owed // 100}"' in client.get(f"/finance/loans/files/{lent.id}/repay").text


def test_several_loans_have_a_line_each_and_many_have_one(context, loan, asked):
    several = [loan() for _ in range(FEW)]
    assert asked("staff") == [("loans.decide", {"loan_id": one.id}) for one in several]
    loan()
    assert asked("staff") == [("loans.index", {})]


def test_a_round_is_ended_and_its_project_paid(context, clock, actors, plan, asked):
    made = rounds.open_round(
        context, title="Four", need="Un four", project_id=actors["cannery"],
        plan=plan(closes_on=date(2026, 12, 1), closing=ClosingRule.OPEN),
    )  # fmt: skip
    pledge = rounds.invite_funder(
        context, round_id=made.id, funder_id=actors["bank"], instrument=Instrument.GRANT
    )
    for state in (PledgeState.PLEDGED, PledgeState.SIGNED, PledgeState.PAID):
        rounds.move_pledge(context, round_id=made.id, pledge_id=pledge.id, state=state, amount=Money(70_000))
    here = {"round_id": made.id}
    assert asked("staff") == [("rounds.show", here)]
    clock.move(days=30)
    assert asked("staff") == [("rounds.end", here)]
    rounds.end_round(context, round_id=made.id)
    assert asked("staff") == [("rounds.pay", here)]
    rounds.pay_project(context, round_id=made.id)
    assert asked("staff") == []


def test_an_application_is_asked_for_from_its_scores_to_its_end(context, clock, experiment, asked, session):
    application = experiment.apply()
    here = {"application_id": application.id}
    anna, bran, _ = experiment.members
    own = Viewer(name="Four", actor_id=experiment.actors["cannery"])
    assert asked("staff") == []
    assert asked(None, Viewer(name="Anna", actor_id=anna.id)) == [
        ("fund.review", here | {"reviewer_id": anna.id})
    ]
    experiment.score(application, anna)
    assert asked(None, Viewer(name="Anna", actor_id=anna.id)) == []

    clock.move(days=1)
    assert asked("staff") == [("fund.vote", here)]
    vote = experiment.put_to_vote(application, 80_000)
    assert asked("staff") == []
    for member in (anna, bran):
        voting.answer(experiment.by(member), vote.id, actor_id=member.id, said=GroupAnswer.FOR)
    voting.close_group_vote(context, vote.id)
    assert asked("staff") == [("fund.draw", here)]
    experiment.agree(application, 50_000, 30_000)
    assert asked("staff") == [("fund.sign", here)]
    assert asked(None, own) == []
    fund_services.sign_agreement(context, application_id=application.id, on=clock.now().date())

    second = here | {"position": 2}
    assert asked("staff") == [("fund.pay", here | {"position": 1})]
    fund_services.pay_instalment(context, application_id=application.id, position=1, amount=Money(50_000))
    assert (asked("staff"), asked(None, own)) == ([], [("fund.evidence", second)])
    fund_services.hand_in_evidence(context, application_id=application.id, position=2, file=experiment.proof)
    assert (asked("staff"), asked("chair"), asked(None, own)) == (
        [("fund.approve", second)], [("fund.approve", second)], [],
    )  # fmt: skip
    fund_services.approve_evidence(context, application_id=application.id, position=2)
    assert (asked("staff"), asked("chair")) == ([("fund.pay", second)], [])
    fund_services.pay_instalment(context, application_id=application.id, position=2, amount=Money(30_000))
    clock.move(days=390)
    assert (asked("staff"), asked(None, own)) == ([], [("fund.report", here)])
    fund_services.hand_in_report(
        context, application_id=application.id, kind=ReportKind.FINAL, text="Fait", spent=Money(80_000)
    )
    assert (asked("staff"), asked(None, own)) == ([("fund.close", here)], [])


def test_evidence_is_not_asked_of_whoever_handed_it_in(context, experiment, as_role, asked):
    application = experiment.agreed()
    fund_services.pay_instalment(context, application_id=application.id, position=1, amount=Money(50_000))
    staff = as_role("staff", account_id=7)
    fund_services.hand_in_evidence(staff, application_id=application.id, position=2, file=experiment.proof)
    assert asked(None, staff.by) == []
    assert [page for page, _ in asked("staff")] == ["fund.approve"]


def test_however_many_agreements_run_those_alone_that_wait_are_read(
    context, clock, session, experiment, read
):
    def agree_on(number):
        handed_in = [experiment.apply(asked=1_000) for _ in range(number)]
        clock.move(days=1)
        for one in handed_in:
            experiment.decided(1_000, application=one)
            experiment.agree(one, 600, 400)
            fund_services.sign_agreement(context, application_id=one.id, on=clock.now().date())
        return [one.id for one in handed_in]

    made = agree_on(FEW + 6)
    for application_id in made[:2]:
        fund_services.pay_instalment(context, application_id=application_id, position=1, amount=Money(600))
    statements, rows = read("staff")
    assert (rows["AgreementInstalment"], rows["ProjectAgreement"], rows["InstalmentEvidence"]) == (
        FEW,
        FEW,
        0,
    )

    for application_id in made[2:]:
        fund_services.pay_instalment(context, application_id=application_id, position=1, amount=Money(600))
    assert read("staff") == (statements, Counter())


def test_however_many_loans_run_those_alone_that_are_due_are_read(context, clock, loan, read):
    lent = [loan().id for _ in range(FEW + 6)]
    starts = clock.now().date() + timedelta(days=300)
    for loan_id in lent:
        loans.decide(context, loan_id=loan_id, accepted=True, reasons="Solide")
        loans.lend(context, loan_id=loan_id, first_due=starts)
    assert read("staff")[1] == Counter()

    clock.move(days=280)
    statements, rows = read("staff")
    assert (rows["PoleLoan"], rows["LoanStep"]) == (FEW, 3 * FEW)
    for loan_id in lent[:-1]:
        loans.repay(context, loan_id=loan_id, amount=Money(5_000))
    after, rows = read("staff")
    assert (after, rows["PoleLoan"]) == (statements, 1)


def test_however_many_guarantees_wait_few_are_read(context, guarantee, read):
    asked = [guarantee() for _ in range(FEW + 6)]
    statements, rows = read("staff")
    assert rows["GuaranteeFile"] == FEW
    for one in asked[:-1]:
        guarantees.decide(context, file_id=one.id, accepted=False, reasons="Non")
    after, rows = read("staff")
    assert (after, rows["GuaranteeFile"]) == (statements, 1)


def test_whoever_has_a_tie_is_not_asked_for_scores(context, clock, experiment, asked, session):
    anna = experiment.members[0]
    experiment.apply()
    session.add(
        Representative(
            organisation_id=experiment.actors["cannery"], person_id=anna.id, starts_on=date(2026, 1, 1)
        )
    )
    assert asked(None, Viewer(name="Anna", actor_id=anna.id)) == []
