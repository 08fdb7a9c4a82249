"""What stands beside every act on a loan: how much for whom, on what terms, and where it stands."""

from collegial.plugin import Money, Percent, Text, t
from collegial_finance.loans.models import LoanState, PoleLoan
from collegial_finance.loans.words import STATES
from collegial_finance.modes import FundMode

Fact = tuple[Text, Money | Percent | Text | str]


def facts_of(found: PoleLoan) -> list[Fact]:
    """Return what there is to know before one acts on a loan."""
    facts: list[Fact] = [
        (t("What the loan is for"), found.purpose),
        (t("Amount of the loan"), found.principal),
        (t("Yearly rate"), Percent(found.rate)),
        (t("Length in months"), str(found.months)),
        (t("State"), STATES[found.state]),
    ]
    if found.fund.mode is not FundMode.REFER and found.state in (LoanState.REQUESTED, LoanState.ACCEPTED):
        facts.append((t("In the fund, to be lent"), found.fund.available))
    return facts
