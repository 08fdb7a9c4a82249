"""The reports: a year, a closed period, a round for its funders; as pages, on paper and as files."""

from datetime import date
from fractions import Fraction

import pytest

from collegial.plugin import ZERO, Money
from collegial_finance.fund import services as funding
from collegial_finance.guarantees import services as guarantees
from collegial_finance.ledger import services as books
from collegial_finance.ledger.queries import period
from collegial_finance.loans import services as loans
from collegial_finance.loans.rules import Terms
from collegial_finance.modes import FundMode
from collegial_finance.reports import queries
from collegial_finance.rounds import services as rounds
from collegial_finance.rounds.rules import Instrument

CLOSED = date(2026, 6, 30)


@pytest.fixture
def year(context, session, actors, plan):
    """Make a year: an endowment before the closing, a loan and a round after it."""
    fund = guarantees.open_fund(
        context, name="Fonds du Pays", mode=FundMode.DELEGATED, multiplier=Fraction(2)
    )
    for day, amount in ((date(2025, 12, 1), 10_000), (date(2026, 3, 1), 50_000)):
        guarantees.endow(
            context, fund_id=fund.id, contributor_id=actors["bank"], amount=Money(amount), on=day
        )
    books.close_period(context, through=CLOSED)
    lent = loans.open_fund(context, name="Prêts", mode=FundMode.OWN, legal_basis="Texte")
    loans.put_in(context, fund_id=lent.id, contributor_id=actors["region"], amount=Money(80_000))
    terms = Terms(principal=Money(60_000), rate=Fraction(0), months=12)
    loan = loans.request_loan(
        context, fund_id=lent.id, borrower_id=actors["cannery"], purpose="Une remorque", terms=terms
    )
    loans.decide(context, loan_id=loan.id, accepted=True, reasons="Oui")
    loans.lend(context, loan_id=loan.id, on=date(2026, 9, 1))
    loans.repay(context, loan_id=loan.id, amount=Money(5_000), on=date(2026, 10, 1))
    made = rounds.open_round(context, title="Four", need="Un four", project_id=actors["cannery"], plan=plan())
    rounds.invite_funder(context, round_id=made.id, funder_id=actors["bank"], instrument=Instrument.GRANT)
    session.commit()


def told(session, number):
    return {
        (part.title.msgid, one.label.msgid): one.value
        for part in queries.parts(session, number)
        for one in part.figures
    }


def test_a_year_tells_where_the_experiment_funds_stand_and_who_pays_for_what(experiment, session):
    earmarked = experiment.promise(20_000, call_id=experiment.call.id, earmark="Le four")
    experiment.promise(10_000, earmark="Le solde après le bilan")
    funding.receive(experiment.context, convention_id=earmarked.id, amount=Money(5_000))
    application = experiment.agreed()
    funding.pay_instalment(
        experiment.context, application_id=application.id, position=1, amount=Money(50_000)
    )
    found = told(session, 2026)

    for name, cents in {
        "Promised and not paid in, today": 75_000, "Available today": 25_000,
        "Committed and not paid, today": 30_000, "In hand today": 55_000, "Received in the year": 105_000,
        "Committed by agreements of the year": 80_000, "Paid to projects in the year": 50_000,
    }.items():  # fmt: skip
        assert found["Experiment funds", name] == Money(cents), name
    part = next(one for one in queries.parts(session, 2026) if one.title.msgid == "Experiment funds")
    contributions, calls = part.breakdowns
    assert [(str(words[2]), [one.cents for one in amounts]) for words, amounts in contributions.rows] == [
        ("Every call", [150_000, 100_000, 50_000]),
        ("Essais – Le four", [20_000, 5_000, 15_000]),
        ("Every call – Le solde après le bilan", [10_000, 0, 10_000]),
    ]
    assert [one.cents for one in calls.rows[0][1]] == [200_000, 80_000, 50_000, 25_000]


def test_a_year_tells_what_each_tool_did_in_it(session, year):
    this, before = told(session, 2026), told(session, 2025)

    assert queries.years(session) == [2026, 2025]
    for key, value in {
        ("Guarantee funds", "Paid into the funds in the year"): Money(50_000),
        ("Guarantee funds", "Capacity today"): Money(120_000),
        ("Loans", "Lent in the year"): Money(60_000), ("Loans", "Principal repaid in the year"): Money(5_000),
        ("Loans", "Remains to be repaid today"): Money(55_000), ("Funding rounds", "Open today"): 1,
    }.items():  # fmt: skip
        assert this[key] == value, key
    assert before["Guarantee funds", "Paid into the funds in the year"] == Money(10_000)
    assert before["Loans", "Lent in the year"] == ZERO


def test_periods_follow_each_other_and_balance(session, year):
    first, second = period(session, None, CLOSED), period(session, CLOSED, date(2026, 12, 31))

    assert {one.account.number: one.after for one in first} == {"512": Money(60_000), "1021": Money(-60_000)}
    for lines in (first, second):
        assert sum((one.debits - one.credits for one in lines), ZERO) == ZERO
    held = {one.account.number: one.before for one in second}
    assert all(held[one.account.number] == one.after for one in first)


def test_reports_are_read_on_pages_on_paper_and_as_files(client, sign_in, year):
    sign_in("chair")
    index = client.get("/finance/reports/").text
    assert 'href="/finance/reports/2026"' in index
    assert 'href="/finance/reports/periods/1"' in index
    assert "€50,000" not in client.get("/finance/reports/2025").text
    assert "€500.00" in client.get("/finance/reports/2026").text
    assert "€600.00" in client.get("/finance/reports/periods/1").text
    for key, number in (("year", 2026), ("period", 1), ("funders", 1)):
        assert client.get(f"/documents/finance.{key}/{number}.pdf").data.startswith(b"%PDF"), key
        assert client.get(f"/documents/finance.{key}/99.pdf").status_code == 404, key
    for key in ("years", "balances"):
        assert client.get(f"/lists/finance.{key}.xlsx").data.startswith(b"PK"), key
    for path in ("2024", "periods/9"):
        assert client.get(f"/finance/reports/{path}").status_code == 404
    assert client.get("/lists/finance.declarations.csv").status_code == 403
    sign_in("staff")
    assert client.get("/lists/finance.declarations.csv").status_code == 200
    sign_in("member")
    assert client.get("/finance/reports/").status_code == 403
    assert client.get("/documents/finance.year/2026.pdf").status_code == 403
