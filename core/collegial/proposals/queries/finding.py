"""Find proposals, each page at a constant number of statements."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from collegial.kernel.access import allowed
from collegial.kernel.errors import Refused
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t
from collegial.proposals.models import (
    Attachment,
    Contribution,
    GateDecision,
    GateTask,
    Proposal,
    ProposalWithdrawal,
    Topic,
    TopicDocument,
    Version,
)
from collegial.proposals.permissions import READ
from collegial.proposals.queries.stages import draft_of, rules_of
from collegial.proposals.rules import PassageRule


def is_readable(session: Session, viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition under which someone may read a proposal."""
    return or_(Proposal.is_public.is_(True), allowed(session, viewer, READ, Proposal.id))


def stands() -> ColumnElement[bool]:
    """Return the condition that a proposal is not withdrawn."""
    held = select(ProposalWithdrawal.id).where(
        ProposalWithdrawal.proposal_id == Proposal.id, ProposalWithdrawal.taken_up_at.is_(None)
    )
    return ~held.exists()


def open_drafts(session: Session, viewer: Viewer, *, most: int) -> Sequence[tuple[str, str, str]]:
    """Return the address, the title and the stage of the proposals being written that someone may read."""
    found = select(Proposal.slug, Proposal.title, Version.stage).join(
        Version, Version.proposal_id == Proposal.id
    )
    found = found.where(Version.frozen_at.is_(None), is_readable(session, viewer), stands())
    return [
        (slug, title, stage)
        for slug, title, stage in session.execute(found.order_by(Proposal.id.desc()).limit(most))
    ]


def board(session: Session, viewer: Viewer) -> Sequence[Proposal]:
    """Return the readable proposals that are not withdrawn, the newest first, with their versions and topics."""
    loads = (
        joinedload(Proposal.pipeline),
        selectinload(Proposal.versions),
        selectinload(Proposal.topics),
    )
    query = select(Proposal).where(is_readable(session, viewer), stands()).order_by(Proposal.id.desc())
    return session.scalars(query.options(*loads)).all()


def tasked(session: Session, viewer: Viewer) -> Sequence[Proposal]:
    """Return the proposals someone may read that have a task still to do, with their versions and decisions."""
    waiting = select(GateDecision.proposal_id).join(GateDecision.tasks).where(GateTask.done_at.is_(None))
    loads = (
        selectinload(Proposal.versions),
        selectinload(Proposal.decisions).selectinload(GateDecision.tasks),
    )
    query = select(Proposal).where(Proposal.id.in_(waiting), is_readable(session, viewer), stands())
    return session.scalars(query.order_by(Proposal.id).options(*loads)).all()


def proposal_by_slug(session: Session, slug: str, viewer: Viewer) -> Proposal | None:
    """Return a proposal with all but the content of its versions; None unless it may be read."""
    query = select(Proposal).where(Proposal.slug == slug, is_readable(session, viewer))
    return session.scalars(query.options(*_whole())).one_or_none()


def held_proposal(session: Session, proposal_id: int) -> Proposal:
    """Return a proposal as it is now, locked until the transaction ends: acts on it come one by one.

    Raises Refused for one that is withdrawn: nothing moves in it until it is taken up again.
    """
    found = held_or_withdrawn(session, proposal_id)
    if found.withdrawal is not None:
        raise Refused("proposals.withdrawn", t("This proposal is withdrawn. Take it up again first."))
    return found


def held_or_withdrawn(session: Session, proposal_id: int) -> Proposal:
    """Return a proposal as it is now, locked until the transaction ends, withdrawn or not."""
    locked = select(Proposal.id).where(Proposal.id == proposal_id).with_for_update()
    session.execute(locked)
    query = select(Proposal).where(Proposal.id == proposal_id).options(*_whole())
    return session.scalars(query.execution_options(populate_existing=True)).one()


def _whole() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Proposal.pipeline),
        joinedload(Proposal.withdrawal),
        selectinload(Proposal.versions).selectinload(Version.contributions).selectinload(Contribution.heard),
        selectinload(Proposal.versions)
        .selectinload(Version.contributions)
        .selectinload(Contribution.touches),
        selectinload(Proposal.versions)
        .selectinload(Version.contributions)
        .selectinload(Contribution.attachments)
        .joinedload(Attachment.file),
        selectinload(Proposal.versions).selectinload(Version.attachments).joinedload(Attachment.file),
        selectinload(Proposal.topics).joinedload(Topic.settled_by),
        selectinload(Proposal.topics).selectinload(Topic.documents).joinedload(TopicDocument.file),
        selectinload(Proposal.decisions).joinedload(GateDecision.group),
        selectinload(Proposal.decisions).selectinload(GateDecision.tasks),
    )


def conditions_waited_for(session: Session, prefix: str) -> int:
    """Return how many proposals have a condition before them, on any passage to come, whose key starts so."""
    loads = (joinedload(Proposal.pipeline), selectinload(Proposal.versions))
    query = select(Proposal).where(stands()).options(*loads)
    return sum(
        any(key.startswith(prefix) for passage in _passages_ahead(one) for key in passage.conditions)
        for one in session.scalars(query)
        if one.versions
    )


def _passages_ahead(proposal: Proposal) -> list[PassageRule]:
    rules = rules_of(proposal)
    place = rules.number(draft_of(proposal).stage)
    return [one for one in rules.passages if rules.number(one.from_stage) >= place]
