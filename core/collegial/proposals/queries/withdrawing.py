"""Read which proposals are withdrawn, who may withdraw one, and what hangs on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from collegial.groups.models import Group
from collegial.kernel.permissions import Viewer
from collegial.proposals.models import Follower, Proposal, ProposalWithdrawal
from collegial.proposals.queries.amendments import open_amendments
from collegial.proposals.queries.finding import is_readable, stands
from collegial.proposals.queries.gates import deciding_group, open_round
from collegial.proposals.queries.stages import next_passage, open_tasks, rules_of


@dataclass(frozen=True, kw_only=True)
class Hanging:
    """What stops while a proposal is withdrawn."""

    amendments: int
    tasks: int
    followers: int
    has_round: bool


def holders_of(session: Session, proposal: Proposal) -> Group | None:
    """Return the group that holds a proposal: it decides the next passage, or decided the last one."""
    rules = rules_of(proposal)
    passage = next_passage(proposal) or (rules.passages[-1] if rules.passages else None)
    return deciding_group(session, passage) if passage else None


def withdrawal_of(session: Session, proposal: Proposal) -> ProposalWithdrawal | None:
    """Return the withdrawal that holds now."""
    return session.scalars(
        select(ProposalWithdrawal).where(_of(proposal), ProposalWithdrawal.taken_up_at.is_(None))
    ).one_or_none()


def withdrawals_of(session: Session, proposal: Proposal) -> Sequence[ProposalWithdrawal]:
    """Return all withdrawals of a proposal, the first one first."""
    return session.scalars(
        select(ProposalWithdrawal).where(_of(proposal)).order_by(ProposalWithdrawal.id)
    ).all()


def _of(proposal: Proposal) -> ColumnElement[bool]:
    return ProposalWithdrawal.proposal_id == proposal.id


def withdrawn(session: Session, viewer: Viewer) -> Sequence[Proposal]:
    """Return the withdrawn proposals that someone may read, the newest first."""
    found = select(Proposal).where(is_readable(session, viewer), ~stands())
    return session.scalars(found.order_by(Proposal.id.desc())).all()


def hanging_on(session: Session, proposal: Proposal) -> Hanging:
    """Count what waits for a proposal now."""
    following = select(func.count()).select_from(Follower).where(Follower.proposal_id == proposal.id)
    return Hanging(
        amendments=open_amendments(session, proposal), tasks=len(open_tasks(proposal)),
        followers=session.scalar(following) or 0, has_round=open_round(session, proposal) is not None,
    )  # fmt: skip


def withdrawals_made(
    session: Session, since: date, before: date, *, most: int
) -> Sequence[tuple[ProposalWithdrawal, Proposal]]:
    """Return the withdrawals that hold of public proposals, made between two moments, the latest first."""
    found = (
        select(ProposalWithdrawal, Proposal)
        .join(Proposal, Proposal.id == ProposalWithdrawal.proposal_id)
        .where(Proposal.is_public, ProposalWithdrawal.taken_up_at.is_(None))
        .where(ProposalWithdrawal.withdrawn_at >= since, ProposalWithdrawal.withdrawn_at < before)
        .order_by(ProposalWithdrawal.id.desc())
    )
    return [(row[0], row[1]) for row in session.execute(found.limit(most))]
