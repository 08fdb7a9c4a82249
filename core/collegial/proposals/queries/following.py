"""Read who follows a proposal, and what is new since a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from collegial.proposals.models import Amendment, Follower, GateRound, Proposal, Version
from collegial.proposals.queries import open_round


@dataclass(frozen=True, kw_only=True)
class News:
    """What happened to a proposal: versions frozen, amendments written or answered, a round that is open."""

    frozen: Sequence[Version]
    amendments: Sequence[Amendment]
    round: GateRound | None


def is_following(session: Session, proposal: Proposal, account_id: int | None) -> bool:
    """Tell whether an account follows a proposal."""
    found = select(Follower.id).where(Follower.proposal_id == proposal.id, Follower.account_id == account_id)
    return account_id is not None and session.scalar(found) is not None


def news_of(session: Session, proposal: Proposal, since: datetime) -> News:
    """Return what is new since a moment."""
    frozen = select(Version).where(Version.proposal_id == proposal.id, Version.frozen_at >= since)
    touched = select(Amendment).where(
        Amendment.proposal_id == proposal.id,
        or_(Amendment.written_at >= since, Amendment.answered_at >= since),
    )
    return News(
        frozen=session.scalars(frozen.order_by(Version.position)).all(),
        amendments=session.scalars(touched.order_by(Amendment.id)).all(),
        round=open_round(session, proposal),
    )
