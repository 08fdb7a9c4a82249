"""The demonstration's loan fund: one loan repaid in time, one late, one before the committee."""

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from importlib.resources import files
from typing import Any

from collegial.plugin import Context, Money
from collegial_finance.committees.demo import committee
from collegial_finance.demo import borrowers, funders
from collegial_finance.loans import services
from collegial_finance.loans.following import months_after, position
from collegial_finance.loans.models import LoanFund, PoleLoan
from collegial_finance.loans.rules import MONTHS, Repayment, Terms
from collegial_finance.modes import FundMode


def open_loans(context: Context) -> None:
    """Open the fund, put money in, and take its loans as far as they have come."""
    told = tomllib.loads((files("collegial_finance") / "demo.toml").read_text(encoding="utf-8"))["loans"]
    today = context.today
    contributors, structures = funders(context, 1), borrowers(context, len(told["files"]))
    if not contributors or len(structures) < len(told["files"]):
        return
    fund = services.open_fund(context, name=told["name"], mode=FundMode.DELEGATED, lender=told["lender"])
    services.put_in(
        context,
        fund_id=fund.id,
        contributor_id=contributors[0],
        amount=Money(told["means"] * 100),
        on=months_after(today, -MONTHS) - timedelta(days=30),
    )
    for borrower, row in zip(structures, told["files"], strict=True):
        terms = Terms(
            principal=Money(row["principal"] * 100), rate=Fraction(row["rate"]), months=row["months"],
            repayment=Repayment(row["repayment"]), deferred=row["deferred"],
        )  # fmt: skip
        loan = services.request_loan(
            context, fund_id=fund.id, borrower_id=borrower, purpose=row["purpose"], terms=terms,
            on=months_after(today, -row["age"]) - timedelta(days=20),
        )  # fmt: skip
        if row["age"]:
            _run(context, loan, row["reasons"], months_after(today, -row["age"]), row["paid"])
    _ask(context, fund, told["files"][-1])


def _ask(context: Context, fund: LoanFund, row: Mapping[str, Any]) -> None:
    """Name the committee after the lender decided on the first loans, and put the last one to its vote."""
    group, asked = committee(context), fund.loans[-1]
    if group is None:
        return
    services.name_committee(context, fund_id=fund.id, committee_id=group.id)
    services.put_to_vote(
        context, loan_id=asked.id, page=f"/finance/loans/files/{asked.id}", title=row["title_of_vote"],
        question=row["reasons"],
    )  # fmt: skip


def _run(context: Context, loan: PoleLoan, reasons: str, day: date, paid: int) -> None:
    """Lend some months ago, and repay the first instalments, each on its day."""
    lent_on = day - timedelta(days=3)
    services.decide(context, loan_id=loan.id, accepted=True, reasons=reasons, on=lent_on - timedelta(days=7))
    services.lend(context, loan_id=loan.id, on=lent_on)
    course = loan.course
    for due in position(course, lent_on).dues[:paid] if course else ():
        if due.total:  # nothing is due while a loan without interest is deferred
            services.repay(context, loan_id=loan.id, amount=due.total, on=due.on)
