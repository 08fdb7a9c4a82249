"""What wrote in the books, by name: a fund or a round as people call it, not by its number."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.plugin import Text, t
from collegial_finance.fund.models import ExperimentFund
from collegial_finance.guarantees.models import GuaranteeFund
from collegial_finance.loans.models import LoanFund
from collegial_finance.rounds.models import FundingRound

BY_HAND = t("By hand")
_TOOLS = {
    "round": (FundingRound.id, FundingRound.title),
    "guarantee": (GuaranteeFund.id, GuaranteeFund.name),
    "loans": (LoanFund.id, LoanFund.name),
    "experiment": (ExperimentFund.id, ExperimentFund.name),
}


def names_of(session: Session, sources: Iterable[str]) -> Mapping[str, Text | str]:
    """Return the name of each source of entries; what no tool wrote was written by hand."""
    asked = list(sources)
    known: dict[str, Text | str] = {}
    for kind, (number, name) in _TOOLS.items():
        numbers = [int(one.partition(":")[2]) for one in asked if one.partition(":")[0] == kind]
        rows = session.execute(select(number, name).where(number.in_(numbers))) if numbers else ()
        known |= {f"{kind}:{found}": called for found, called in rows}
    return {one: known.get(one, BY_HAND) for one in asked}
