"""What happens to a loan fund and its loans."""

from dataclasses import dataclass
from typing import ClassVar

from collegial.plugin import Event, t
from collegial_finance.loans.words import ACTS, MODES


@dataclass(frozen=True, kw_only=True)
class LoanFundOpened(Event):
    """A loan fund was opened."""

    key = "finance.loan_fund_opened"
    sentence = t("The loan fund %(fund)s was opened in the mode “%(mode)s”.")
    words: ClassVar = {"mode": {mode.value: name for mode, name in MODES.items()}}
    fund: int
    mode: str


@dataclass(frozen=True, kw_only=True)
class LoanCommitteeNamed(Event):
    """The group that decides on the loans of a fund was named."""

    key = "finance.loan_committee"
    sentence = t("The group %(group)s decides on the loans of the loan fund %(fund)s.")
    fund: int
    group: int


@dataclass(frozen=True, kw_only=True)
class LoanMeansMoved(Event):
    """Money was put into a loan fund, or given back."""

    key = "finance.loan_means_moved"
    sentence = t(
        "Money to lend was paid into the loan fund %(fund)s, or paid back out of it: entry %(entry)s "
        "of the books."
    )
    fund: int
    entry: int


@dataclass(frozen=True, kw_only=True)
class LoanMoved(Event):
    """A loan took a step."""

    key = "finance.loan_moved"
    sentence = t("The loan %(loan)s of the fund %(fund)s took the step “%(act)s”.")
    words: ClassVar = {"act": {act.value: name for act, name in ACTS.items()}}
    fund: int
    loan: int
    act: str


EVENTS = (LoanFundOpened, LoanCommitteeNamed, LoanMeansMoved, LoanMoved)
