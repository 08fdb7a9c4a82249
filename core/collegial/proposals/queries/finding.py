"""Find proposals, each page at a constant number of statements."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from collegial.kernel.access import allowed
from collegial.kernel.errors import Refused
from collegial.kernel.paging import Page, page_of
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t
from collegial.proposals.models import (
    Amendment,
    AmendmentState,
    Attachment,
    CarryingStep,
    Contribution,
    GateDecision,
    GateTask,
    Pipeline,
    Proposal,
    ProposalWithdrawal,
    Topic,
    TopicDocument,
    TopicState,
    Version,
)
from collegial.proposals.permissions import READ
from collegial.proposals.rules import PipelineRules, parse_pipeline


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


def board(
    session: Session, viewer: Viewer, *narrowed: ColumnElement[bool], most: int | None = None
) -> Sequence[Proposal]:
    """Return the readable proposals that are not withdrawn, the newest first, with their versions and topics."""
    query = _standing(session, viewer).where(*narrowed)
    return session.scalars(query.limit(most) if most else query).all()


def newest_at_each_stage(session: Session, viewer: Viewer, *, most: int) -> Sequence[Proposal]:
    """Return what a board shows: at each stage of each pipeline the newest proposals, so many at most."""
    place = func.row_number().over(
        partition_by=(Proposal.pipeline_id, Version.stage), order_by=Proposal.id.desc()
    )
    ranked = select(Proposal.id, place.label("place")).join(Version)
    placed = ranked.where(_is_draft(), is_readable(session, viewer), stands()).subquery()
    return board(session, viewer, Proposal.id.in_(select(placed.c.id).where(placed.c.place <= most)))


def numbers_at_stages(session: Session, viewer: Viewer) -> Mapping[tuple[int, str], int]:
    """Return how many proposals stand at each stage, by the number of their pipeline and its key."""
    query = select(Proposal.pipeline_id, Version.stage, func.count()).join(
        Version, Version.proposal_id == Proposal.id
    )
    query = query.where(_is_draft(), is_readable(session, viewer), stands())
    found = session.execute(query.group_by(Proposal.pipeline_id, Version.stage))
    return {(pipeline, stage): number for pipeline, stage, number in found}


def at_stage(
    session: Session, viewer: Viewer, pipeline: Collection[int], stage: str, number: int
) -> Page[Proposal]:
    """Return a page of the proposals that stand at a stage of some pipelines, the newest first."""
    here = select(Version.proposal_id).where(_is_draft(), Version.stage == stage)
    query = _standing(session, viewer).where(Proposal.pipeline_id.in_(pipeline), Proposal.id.in_(here))
    return page_of(session, query, number=number)


def is_ripe() -> ColumnElement[bool]:
    """Return the condition that a proposal has topics before its gate, and all of them are settled."""
    return and_(_before_gate().exists(), ~has_open_topics())


def has_open_topics() -> ColumnElement[bool]:
    """Return the condition that a topic before the gate of a proposal is still to be settled."""
    return _before_gate().where(Topic.state == TopicState.OPEN).exists()


def _before_gate() -> Select[int]:
    before = select(Topic.id).join(
        Version, and_(Version.proposal_id == Topic.proposal_id, Version.stage == Topic.from_stage)
    )
    return before.where(Topic.proposal_id == Proposal.id, _is_draft())


def is_amended() -> ColumnElement[bool]:
    """Return the condition that an amendment to a proposal waits for an answer."""
    open_ones = Amendment.proposal_id == Proposal.id, Amendment.state == AmendmentState.OPEN
    return select(Amendment.id).where(*open_ones).exists()


def is_carried_out() -> ColumnElement[bool]:
    """Return the condition that somebody recorded a step of a proposal's actions."""
    return select(CarryingStep.id).where(CarryingStep.proposal_id == Proposal.id).exists()


def _is_draft() -> ColumnElement[bool]:
    return Version.frozen_at.is_(None)


def _standing(session: Session, viewer: Viewer) -> Select[Proposal]:
    loads = (
        joinedload(Proposal.pipeline),
        selectinload(Proposal.versions),
        selectinload(Proposal.topics),
    )
    query = select(Proposal).where(is_readable(session, viewer), stands())
    return query.order_by(Proposal.id.desc()).options(*loads)


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
    """Return how many proposals have a condition before them, on any passage to come, whose key starts so.

    They are counted by their pipeline and stage: each pipeline is read once, however many follow it.
    """
    standing = session.execute(_standing_by_stage()).all()
    followed = select(Pipeline).where(Pipeline.id.in_({one for one, *_ in standing}))
    pipelines = {one.id: parse_pipeline(one.document) for one in session.scalars(followed)}
    return sum(
        count
        for pipeline, stage, count in standing
        if _has_condition_ahead(pipelines[pipeline], stage, prefix)
    )


def _standing_by_stage() -> Select[int, str, int]:
    """Ask how many proposals stand at each stage of each pipeline: where their last version is."""
    later = aliased(Version)
    last = select(func.max(later.position)).where(later.proposal_id == Proposal.id).scalar_subquery()
    return (
        select(Proposal.pipeline_id, Version.stage, func.count())
        .join(Version, and_(Version.proposal_id == Proposal.id, Version.position == last))
        .where(stands())
        .group_by(Proposal.pipeline_id, Version.stage)
    )


def _has_condition_ahead(rules: PipelineRules, stage: str, prefix: str) -> bool:
    place = rules.number(stage)
    ahead = (one for one in rules.passages if rules.number(one.from_stage) >= place)
    return any(key.startswith(prefix) for one in ahead for key in one.conditions)
