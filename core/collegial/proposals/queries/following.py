"""Read who follows a proposal, and what is new since a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from collegial.kernel.clock import local_day
from collegial.proposals.models import (
    Amendment,
    Follower,
    GateDecision,
    GateOutcome,
    GateRound,
    Proposal,
    ProposalWithdrawal,
    Rollback,
    Version,
)
from collegial.proposals.queries import open_round


@dataclass(frozen=True, kw_only=True)
class News:
    """What happened to a proposal: versions frozen, sent back or started again, amendments, a round that is open.

    Amendments are those written or answered; withdrawals those made or ended.
    """

    frozen: Sequence[Version]
    sent_back: Sequence[GateDecision]
    rollbacks: Sequence[Rollback]
    amendments: Sequence[Amendment]
    withdrawals: Sequence[ProposalWithdrawal]
    round: GateRound | None


def is_following(session: Session, proposal: Proposal, account_id: int | None) -> bool:
    """Tell whether an account follows a proposal."""
    found = select(Follower.id).where(Follower.proposal_id == proposal.id, Follower.account_id == account_id)
    return account_id is not None and session.scalar(found) is not None


def news_of(session: Session, proposal: Proposal, since: datetime, zone: str) -> News:
    """Return what is new since a moment; of decisions, which have no hour, since its day in the zone."""
    day = local_day(since, zone)
    frozen = select(Version).where(Version.proposal_id == proposal.id, Version.frozen_at >= since)
    touched = select(Amendment).where(
        Amendment.proposal_id == proposal.id,
        or_(Amendment.written_at >= since, Amendment.answered_at >= since),
    )
    back = select(GateDecision).where(
        GateDecision.proposal_id == proposal.id,
        GateDecision.outcome == GateOutcome.SENT_BACK,
        GateDecision.decided_on >= day,
    )
    again = select(Rollback).where(Rollback.proposal_id == proposal.id, Rollback.decided_on >= day)
    withdrawn = select(ProposalWithdrawal).where(
        ProposalWithdrawal.proposal_id == proposal.id,
        or_(ProposalWithdrawal.withdrawn_at >= since, ProposalWithdrawal.taken_up_at >= since),
    )
    return News(
        sent_back=session.scalars(back.order_by(GateDecision.id)).all(),
        rollbacks=session.scalars(again.order_by(Rollback.id)).all(),
        frozen=session.scalars(frozen.order_by(Version.position)).all(),
        amendments=session.scalars(touched.order_by(Amendment.id)).all(),
        withdrawals=session.scalars(withdrawn.order_by(ProposalWithdrawal.id)).all(),
        round=open_round(session, proposal),
    )
