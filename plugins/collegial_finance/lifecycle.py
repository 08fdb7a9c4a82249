"""What of the financial tools is in use: asked before they are switched off."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collegial.plugin import ZERO, Lifecycle, Text, nt
from collegial_finance.fund.models import ProjectAgreement
from collegial_finance.guarantees.models import GuaranteeFile
from collegial_finance.loans.models import LoanState, PoleLoan
from collegial_finance.rounds.models import FundingRound, RoundState


def under_way(session: Session) -> Sequence[Text]:
    """Say how many rounds are open, and how many guarantees, loans and agreements run."""
    rounds = select(func.count(FundingRound.id)).where(FundingRound.state == RoundState.OPEN)
    exposed = select(func.count(GuaranteeFile.id)).where(GuaranteeFile.exposure > ZERO)
    lent = select(func.count(PoleLoan.id)).where(PoleLoan.state == LoanState.RUNNING)
    owed = select(func.count(ProjectAgreement.id)).where(ProjectAgreement.closed_on.is_(None))
    found = (
        _rounds(session.scalar(rounds) or 0),
        _guarantees(session.scalar(exposed) or 0),
        _loans(session.scalar(lent) or 0),
        _agreements(session.scalar(owed) or 0),
    )
    return [one for one in found if one]


def _guarantees(number: int) -> Text | None:
    return (
        nt(
            "%(count)d guarantee runs: it could no longer be followed.",
            "%(count)d guarantees run: they could no longer be followed.",
            number,
        )
        if number
        else None
    )


def _agreements(number: int) -> Text | None:
    return (
        nt(
            "%(count)d agreement of an experiment fund runs: it could no longer be paid.",
            "%(count)d agreements of experiment funds run: they could no longer be paid.",
            number,
        )
        if number
        else None
    )


def _rounds(number: int) -> Text | None:
    return (
        nt(
            "%(count)d funding round is open: its pledges could no longer be followed.",
            "%(count)d funding rounds are open: their pledges could no longer be followed.",
            number,
        )
        if number
        else None
    )


def _loans(number: int) -> Text | None:
    return (
        nt(
            "%(count)d loan runs: its repayment could no longer be followed.",
            "%(count)d loans run: their repayment could no longer be followed.",
            number,
        )
        if number
        else None
    )


LIFECYCLE = Lifecycle(key="finance.lifecycle", in_use=under_way)
