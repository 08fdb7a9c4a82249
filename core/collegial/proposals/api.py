"""The proposals for other programs, with the stage and digest of each version."""

from datetime import date, datetime

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.hooks.extensions import ApiResource, Rows
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t
from collegial.proposals.models import Proposal, ProposalWithdrawal
from collegial.proposals.queries import is_readable


class VersionRecord(BaseModel):
    """A version; it never changes once it has a digest."""

    stage: str
    position: int
    dated_on: date
    summary: str
    digest: str | None


class WithdrawalRecord(BaseModel):
    """When and why a proposal was withdrawn."""

    at: datetime
    reasons: str


class ProposalRecord(BaseModel):
    """What is being built together, version by version; `withdrawn` says why nothing moves in it."""

    number: int
    slug: str
    title: str
    summary: str
    withdrawn: WithdrawalRecord | None
    versions: list[VersionRecord]


def rows(session: Session, viewer: Viewer) -> Rows:
    """Return the proposals that someone may read, by number."""
    found = select(Proposal).where(is_readable(session, viewer))
    return found.options(selectinload(Proposal.versions), joinedload(Proposal.withdrawal)).order_by(
        Proposal.id
    )


def write(proposal: Proposal) -> ProposalRecord:
    """Return what others read of a proposal."""
    versions = [
        VersionRecord(
            stage=one.stage,
            position=one.position,
            dated_on=one.dated_on,
            summary=one.summary,
            digest=one.digest,
        )
        for one in proposal.versions
    ]
    return ProposalRecord(
        number=proposal.id,
        slug=proposal.slug,
        title=proposal.title,
        summary=proposal.summary,
        withdrawn=_withdrawn(proposal.withdrawal),
        versions=versions,
    )


def _withdrawn(row: ProposalWithdrawal | None) -> WithdrawalRecord | None:
    return WithdrawalRecord(at=row.withdrawn_at, reasons=row.reasons) if row else None


PROPOSALS = ApiResource(
    key="proposals", title=t("Proposals"), record=ProposalRecord, rows=rows, number=Proposal.id, write=write
)
