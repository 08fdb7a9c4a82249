"""Read proposals, each page at a constant number of statements."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from collegial.decisions.models import Decision
from collegial.groups.models import Group
from collegial.groups.queries import group_by_key, is_in_group
from collegial.hooks.contracts import Passage, Verdict
from collegial.kernel.access import allowed
from collegial.kernel.chain import GENESIS
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import Text, t
from collegial.proposals.models import (
    Action,
    Attachment,
    Axis,
    Contribution,
    GateDecision,
    GateOutcome,
    GateRound,
    GateTask,
    GateVoice,
    Mission,
    Pipeline,
    Priority,
    Proposal,
    Rollback,
    Topic,
    TopicState,
    Version,
    WorkingCopy,
)
from collegial.proposals.permissions import DECIDE, READ
from collegial.proposals.rules import (
    ActionText,
    AxisText,
    ConditionStanding,
    ContributionText,
    GateState,
    HeardText,
    Origin,
    PassageRule,
    PipelineRules,
    TopicStanding,
    VersionText,
    gate_state,
    parse_pipeline,
    version_digest,
)

Check = Callable[[str, Passage], Verdict]
Label = Callable[[str], Text]


def priorities(session: Session) -> Sequence[Priority]:
    """Return the priorities in their order."""
    return session.scalars(select(Priority).order_by(Priority.position)).all()


def missions(session: Session) -> Sequence[Mission]:
    """Return the missions in their order."""
    return session.scalars(select(Mission).order_by(Mission.position)).all()


def is_readable(session: Session, viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition under which someone may read a proposal."""
    return or_(Proposal.is_public.is_(True), allowed(session, viewer, READ, Proposal.id))


def board(session: Session, viewer: Viewer) -> Sequence[Proposal]:
    """Return the proposals someone may read, the newest first, with their versions and topics."""
    loads = (
        joinedload(Proposal.pipeline),
        selectinload(Proposal.versions),
        selectinload(Proposal.topics),
    )
    query = select(Proposal).where(is_readable(session, viewer)).order_by(Proposal.id.desc())
    return session.scalars(query.options(*loads)).all()


def proposal_by_slug(session: Session, slug: str, viewer: Viewer) -> Proposal | None:
    """Return a proposal with all but the content of its versions; None unless it may be read."""
    query = select(Proposal).where(Proposal.slug == slug, is_readable(session, viewer))
    return session.scalars(query.options(*_whole())).one_or_none()


def conditions_waited_for(session: Session, prefix: str) -> int:
    """Return how many proposals have a condition before them, on any passage to come, whose key starts so."""
    query = select(Proposal).options(joinedload(Proposal.pipeline), selectinload(Proposal.versions))
    return sum(
        any(key.startswith(prefix) for passage in _passages_ahead(one) for key in passage.conditions)
        for one in session.scalars(query)
        if one.versions
    )


def _passages_ahead(proposal: Proposal) -> list[PassageRule]:
    rules = rules_of(proposal)
    place = rules.number(draft_of(proposal).stage)
    return [one for one in rules.passages if rules.number(one.from_stage) >= place]


def held_proposal(session: Session, proposal_id: int) -> Proposal:
    """Return a proposal as it is now, locked until the transaction ends: acts on it come one by one."""
    locked = select(Proposal.id).where(Proposal.id == proposal_id).with_for_update()
    session.execute(locked)
    query = select(Proposal).where(Proposal.id == proposal_id).options(*_whole())
    return session.scalars(query.execution_options(populate_existing=True)).one()


def _whole() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Proposal.pipeline),
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
        selectinload(Proposal.decisions).joinedload(GateDecision.group),
        selectinload(Proposal.decisions).selectinload(GateDecision.tasks),
    )


def content_of(session: Session, version: Version) -> Sequence[Axis]:
    """Return the axes of a version with their actions, priorities and missions."""
    actions = selectinload(Axis.actions)
    query = (
        select(Axis)
        .where(Axis.version_id == version.id)
        .order_by(Axis.position)
        .options(actions.joinedload(Action.priority), actions.joinedload(Action.mission))
    )
    return session.scalars(query.execution_options(populate_existing=True)).all()


def pieces_of(axes: Sequence[Axis]) -> Iterator[tuple[Axis, Axis | Action]]:
    """Yield every axis and every action of a content, each with its axis, in order."""
    for axis in axes:
        yield axis, axis
        for action in axis.actions:
            yield axis, action


def rules_of(proposal: Proposal) -> PipelineRules:
    """Return the pipeline that a proposal started with."""
    return parse_pipeline(proposal.pipeline.document)


def draft_of(proposal: Proposal) -> Version:
    """Return the version that is being written: always the last one."""
    return proposal.versions[-1]


def version_at(proposal: Proposal, stage: str) -> Version | None:
    """Return the version of a stage; None when the proposal has not come to it."""
    return next((version for version in proposal.versions if version.stage == stage), None)


def decisions_on(proposal: Proposal, stage: str) -> list[GateDecision]:
    """Return what was decided on leaving a stage, in order."""
    return [decision for decision in proposal.decisions if decision.from_stage == stage]


def text_of(version: Version, axes: Sequence[Axis]) -> VersionText:
    """Return what a version says."""
    files = _files_of(version)
    return VersionText(
        summary=version.summary,
        author=version.author,
        dated_on=version.dated_on,
        date_is_month=version.date_is_month,
        provenance=version.provenance,
        axes=tuple(_axis_text(axis, files) for axis in axes),
    )


def _axis_text(axis: Axis, files: Mapping[str, tuple[str, ...]]) -> AxisText:
    return AxisText(
        title=axis.title,
        text=axis.text,
        actions=tuple(action_text(action, files) for action in axis.actions),
        key=axis.key,
    )


def action_text(action: Action, files: Mapping[str, tuple[str, ...]] = MappingProxyType({})) -> ActionText:
    """Return what an action says; `files` are the digests of the attachments, by the action's key."""
    return ActionText(
        title=action.title,
        text=action.text,
        priority=action.priority.key if action.priority else None,
        mission=action.mission.key if action.mission else None,
        owner=action.owner,
        files=files.get(action.key, ()),
        key=action.key,
    )


def _files_of(version: Version) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in version.attachments:
        if one.action_key:
            found[one.action_key] = (*found.get(one.action_key, ()), one.file.digest)
    return found


def contribution_text(row: Contribution) -> ContributionText:
    """Return what a contribution says."""
    return ContributionText(
        kind=row.kind, title=row.title, text=row.text, views=row.views, heard_on=row.heard_on,
        heard=tuple(
            HeardText(family=one.family, number=one.number, may_be_named=one.may_be_named)
            for one in row.heard
        ),
        touches=tuple(one.action_key for one in row.touches),
        files=tuple(one.file.digest for one in row.attachments),
    )  # fmt: skip


def digest_of(proposal: Proposal, version: Version, axes: Sequence[Axis]) -> str:
    """Compute the digest of a version as it stands now."""
    before = next((one for one in proposal.versions if one.position == version.position - 1), None)
    origin = Origin(
        proposal=proposal.slug,
        stage=version.stage,
        position=version.position,
        previous=(before.digest if before else None) or GENESIS,
    )
    return version_digest(
        origin, text_of(version, axes), [contribution_text(row) for row in version.contributions]
    )


@dataclass(frozen=True, kw_only=True)
class Gate:
    """The gate before a proposal now: its rule, its group, its topics and how it stands."""

    rule: PassageRule
    group: Group | None
    topics: Sequence[Topic]
    state: GateState

    @property
    def settled(self) -> int:
        """Return how many topics are settled."""
        return sum(topic.state is TopicState.SETTLED for topic in self.topics)


def next_passage(proposal: Proposal) -> PassageRule | None:
    """Return the passage that leaves the present stage; None at the last stage."""
    return rules_of(proposal).passage_from(draft_of(proposal).stage)


def topics_before(proposal: Proposal) -> list[Topic]:
    """Return the topics of the next passage."""
    stage = draft_of(proposal).stage
    return [topic for topic in proposal.topics if topic.from_stage == stage]


def _plain_label(key: str) -> Text:
    return t("Condition “%(key)s”", key=key)


def gate_of(session: Session, proposal: Proposal, check: Check, label: Label = _plain_label) -> Gate | None:
    """Weigh the gate before a proposal; None at the last stage.

    `check` asks a module for its verdict and `label` for its name, by the key of the condition.
    """
    rule = next_passage(proposal)
    if rule is None:
        return None
    where = Passage(proposal_id=proposal.id, from_stage=rule.from_stage, to_stage=rule.to_stage)
    topics = topics_before(proposal)
    state = gate_state(
        rule,
        [
            TopicStanding(key=one.key, title=one.title, is_settled=one.state is TopicState.SETTLED)
            for one in topics
        ],
        Counter(row.kind for row in draft_of(proposal).contributions),
        [_standing(key, label(key), check(key, where)) for key in rule.conditions],
        kind_labels={kind.key: kind.label for kind in rules_of(proposal).kinds},
    )
    return Gate(rule=rule, group=deciding_group(session, rule), topics=topics, state=state)


def _standing(key: str, label: Text, verdict: Verdict) -> ConditionStanding:
    return ConditionStanding(key=key, label=label, is_open=verdict.is_open, reason=verdict.reason)


def deciding_group(session: Session, passage: PassageRule) -> Group | None:
    """Return the group that decides a passage; None where the pipeline names none."""
    return group_by_key(session, passage.group) if passage.group else None


def may_decide(session: Session, viewer: Viewer, group: Group | None, day: date) -> bool:
    """Tell whether someone may settle topics and decide: by right, and by belonging to the group that day."""
    if viewer.is_program or not viewer.may(DECIDE):
        return viewer.is_program
    if group is None:
        return True
    return viewer.actor_id is not None and is_in_group(session, group.id, viewer.actor_id, day)


def views_by_kind(proposal: Proposal) -> Mapping[str, int]:
    """Return how many persons were heard, by kind of contribution, in the order of the pipeline."""
    heard: Counter[str] = Counter()
    for version in proposal.versions:
        for row in version.contributions:
            heard[row.kind] += row.views
    known = [kind.key for kind in rules_of(proposal).kinds]
    order = [*known, *sorted(set(heard) - set(known))]  # kinds of modules come after the pipeline's
    return {key: heard[key] for key in order if key in heard}


def views_by_family(proposal: Proposal) -> Mapping[str | None, int]:
    """Return how many persons were heard, by family of actors; None where it was not noted."""
    heard: Counter[str | None] = Counter()
    for row in (row for version in proposal.versions for row in version.contributions):
        for one in row.heard:
            heard[one.family] += one.number
        heard[None] += row.views - sum(one.number for one in row.heard)
    return {family: number for family, number in heard.items() if number}


def passed_on(proposal: Proposal, stage: str) -> GateDecision | None:
    """Return the decision that let a stage be left."""
    return next((one for one in decisions_on(proposal, stage) if one.outcome is GateOutcome.PASSED), None)


def working_copy(
    session: Session, version: Version, account_id: int | None, place: str
) -> WorkingCopy | None:
    """Return what someone typed at a place of a draft and has not saved."""
    return session.scalars(
        select(WorkingCopy).where(
            WorkingCopy.version_id == version.id,
            WorkingCopy.account_id == account_id,
            WorkingCopy.place == place,
        )
    ).one_or_none()


def places_typed_at(session: Session, version: Version, account_id: int | None) -> set[str]:
    """Return the places of a draft where someone has typed and not saved."""
    found = select(WorkingCopy.place).where(
        WorkingCopy.version_id == version.id, WorkingCopy.account_id == account_id
    )
    return set(session.scalars(found))


def pipelines(session: Session) -> Sequence[Pipeline]:
    """Return the latest revision of each pipeline, by name."""
    newest = (
        select(Pipeline.key, func.max(Pipeline.revision).label("revision")).group_by(Pipeline.key).subquery()
    )
    query = select(Pipeline).join(
        newest, and_(Pipeline.key == newest.c.key, Pipeline.revision == newest.c.revision)
    )
    return session.scalars(query.order_by(Pipeline.name, Pipeline.id)).all()


def open_round(session: Session, proposal: Proposal) -> GateRound | None:
    """Return the round that the group holds now on a passage."""
    query = select(GateRound).where(GateRound.proposal_id == proposal.id, GateRound.closed_at.is_(None))
    return session.scalars(
        query.options(selectinload(GateRound.voices).joinedload(GateVoice.actor))
    ).one_or_none()


def open_tasks(proposal: Proposal) -> list[GateTask]:
    """Return what is still to do since the present version was sent back."""
    stage = draft_of(proposal).stage
    return [task for one in decisions_on(proposal, stage) for task in one.tasks if task.done_at is None]


def rollbacks(session: Session, proposal: Proposal) -> Sequence[Rollback]:
    """Return the decisions to start a draft again, in order."""
    query = select(Rollback).where(Rollback.proposal_id == proposal.id).order_by(Rollback.id)
    return session.scalars(query).all()


def adopted(session: Session) -> Sequence[Decision]:
    """Return the adopted decisions of the register, the latest first."""
    query = select(Decision).where(Decision.is_adopted.is_(True)).order_by(Decision.number.desc())
    return session.scalars(query.limit(500)).all()
