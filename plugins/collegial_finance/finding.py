"""What the search page finds of the financial tools, by the rights of their pages."""

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from collegial.plugin import Actor, Rows, SearchSource, Viewer, t
from collegial_finance.guarantees.models import GuaranteeFile
from collegial_finance.loans.models import PoleLoan
from collegial_finance.patronage.models import Campaign
from collegial_finance.permissions import LEAD_PATRONAGE, READ
from collegial_finance.rounds.models import FundingRound


def _rounds(_session: Session, _viewer: Viewer) -> Rows:
    return select(FundingRound.id, FundingRound.title, FundingRound.need)


def _guarantees(_session: Session, _viewer: Viewer) -> Rows:
    return select(GuaranteeFile.id, Actor.name, GuaranteeFile.purpose).join(GuaranteeFile.borrower)


def _loans(_session: Session, _viewer: Viewer) -> Rows:
    return select(PoleLoan.id, Actor.name, PoleLoan.purpose).join(PoleLoan.borrower)


def _campaigns(_session: Session, viewer: Viewer) -> Rows:
    shown = true() if viewer.may(LEAD_PATRONAGE) else Campaign.is_public
    return select(Campaign.id, Campaign.title, Campaign.text).where(shown)


SOURCES = (
    SearchSource(
        key="finance.rounds", label=t("Funding rounds"), endpoint="finance_rounds.show", argument="round_id",
        rows=_rounds, permission=READ, weight=60,
    ),
    SearchSource(
        key="finance.guarantees", label=t("Guarantee files"), endpoint="finance_guarantees.file",
        argument="file_id", rows=_guarantees, permission=READ, weight=61,
    ),
    SearchSource(
        key="finance.loans", label=t("Loans"), endpoint="finance_loans.loan", argument="loan_id", rows=_loans,
        permission=READ, weight=62,
    ),
    SearchSource(
        key="finance.campaigns", label=t("Campaigns of gifts"), endpoint="finance_patronage.show",
        argument="campaign_id", rows=_campaigns, weight=63,
    ),
)  # fmt: skip
