"""Start a proposal, write its draft, record who was heard."""

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, select

from collegial.kernel.errors import Invalid, Missing, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.proposals.events import ContributionAdded, ProposalStarted, StageOpened, VersionWritten
from collegial.proposals.models import (
    Action,
    Axis,
    Contribution,
    Mission,
    Pipeline,
    Priority,
    Proposal,
    Topic,
    Version,
)
from collegial.proposals.permissions import WRITE
from collegial.proposals.queries import content_of, held_proposal, rules_of, text_of
from collegial.proposals.rules import (
    ActionText,
    AxisText,
    ContributionText,
    PassageRule,
    VersionText,
    version_document,
)
from collegial.proposals.services.framing import latest_pipeline

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SLUG_LENGTH = 80


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """How people are heard for a proposal, and how many views its makers speak of."""

    method: str | None = None
    views_announced: int | None = None
    views_note: str | None = None


def start_proposal(
    context: Context,
    *,
    slug: str,
    title: str,
    summary: str,
    pipeline_key: str,
    is_public: bool = True,
    hearing: Hearing | None = None,
) -> Proposal:
    """Start a proposal on the latest revision of a pipeline, with an empty draft of its first stage.

    Raises Invalid for a slug that cannot stand in an address, Missing for an unknown pipeline,
    Refused when the slug is taken.
    """
    require(context.by, WRITE)
    _check_slug(slug)
    hearing = hearing or Hearing()
    proposal = Proposal(
        slug=slug, title=title, summary=summary, pipeline=_pipeline_called(context, pipeline_key),
        is_public=is_public, method=hearing.method, views_announced=hearing.views_announced,
        views_note=hearing.views_note, created_at=context.clock.now(),
    )  # fmt: skip
    _put_proposal(context, proposal)
    stage = rules_of(proposal).stages[0].key
    first = VersionText(summary=summary, author=context.by.name, dated_on=context.today)
    open_stage(context, proposal, stage, first)
    context.emit(ProposalStarted(proposal=slug, stage=stage))
    return held_proposal(context.session, proposal.id)


def _pipeline_called(context: Context, key: str) -> Pipeline:
    found = latest_pipeline(context, key)
    if found is None:
        raise Missing("proposals.no_pipeline", t("There is no pipeline called “%(key)s”.", key=key))
    return found


def _put_proposal(context: Context, proposal: Proposal) -> None:
    with or_refuse(
        context.session,
        Refused(
            "proposals.slug_taken",
            t("The address “%(slug)s” is used by another proposal. Choose another one.", slug=proposal.slug),
            field="slug",
        ),
    ):
        context.session.add(proposal)


def write_version(context: Context, version: Version, text: VersionText) -> None:
    """Replace what a draft says. Raises Refused once it is frozen, Invalid for an unknown aim."""
    require(context.by, WRITE)
    proposal = hold_draft(context, version)
    put_text(context, version, text)
    written = text_of(version, content_of(context.session, version))
    context.emit(
        VersionWritten(proposal=proposal.slug, stage=version.stage, content=version_document(written))
    )


def add_contribution(context: Context, version: Version, contribution: ContributionText) -> Contribution:
    """Record who was heard for a draft. Raises Refused once it is frozen, Invalid for an unknown kind."""
    require(context.by, WRITE)
    proposal = hold_draft(context, version)
    row = put_contribution(context, proposal, version, contribution)
    context.emit(
        ContributionAdded(
            proposal=proposal.slug, stage=version.stage, kind=contribution.kind, views=contribution.views
        )
    )
    return row


def hold_draft(context: Context, version: Version) -> Proposal:
    """Lock the proposal of a draft; raise Refused when the version is frozen by now."""
    proposal = held_proposal(context.session, version.proposal_id)
    if version.frozen_at is not None:
        raise Refused(
            "proposals.frozen",
            t(
                "The version %(stage)s is frozen: it never changes. Write in the next one.",
                stage=version.stage,
            ),
        )
    return proposal


def put_text(context: Context, version: Version, text: VersionText) -> None:
    """Write a draft's fields and content; for the acts of this feature, which have checked."""
    session = context.session
    priorities = dict(session.execute(select(Priority.key, Priority.id)).all())
    missions = dict(session.execute(select(Mission.key, Mission.id)).all())
    _check_aims(text, priorities, missions)
    own_axes = select(Axis.id).where(Axis.version_id == version.id)
    text = with_keys(text, content_of(session, version))
    session.execute(delete(Action).where(Action.axis_id.in_(own_axes)))
    session.execute(delete(Axis).where(Axis.version_id == version.id))
    version.summary, version.author, version.provenance = text.summary, text.author, text.provenance
    version.dated_on, version.date_is_month = text.dated_on, text.date_is_month
    session.add_all(
        _axis(version.id, position, axis, priorities, missions)
        for position, axis in enumerate(text.axes, start=1)
    )
    version.revision += 1
    session.flush()
    session.expire(version, ["axes"])


def _axis(
    version_id: int, position: int, text: AxisText, priorities: Mapping[str, int], missions: Mapping[str, int]
) -> Axis:
    actions = [
        Action(
            position=place,
            title=one.title,
            text=one.text,
            priority_id=priorities[one.priority] if one.priority else None,
            mission_id=missions[one.mission] if one.mission else None,
            owner=one.owner,
            key=one.key or new_key(),
        )
        for place, one in enumerate(text.actions, start=1)
    ]
    return Axis(
        version_id=version_id, position=position, title=text.title, text=text.text, actions=actions,
        key=text.key or new_key(),
    )  # fmt: skip


def new_key() -> str:
    """Return a key for a new axis or action, which it keeps through all versions."""
    return secrets.token_hex(4)


def with_keys(text: VersionText, present: Sequence[Axis]) -> VersionText:
    """Give each piece without a key that of the piece with its title, so that it is known again."""
    axes = {axis.title: axis.key for axis in present}
    actions = {action.title: action.key for axis in present for action in axis.actions}
    said = [
        replace(
            axis,
            key=axis.key or axes.pop(axis.title, None),
            actions=tuple(replace(one, key=one.key or actions.pop(one.title, None)) for one in axis.actions),
        )
        for axis in text.axes
    ]
    return replace(text, axes=tuple(said))


def _check_aims(text: VersionText, priorities: Mapping[str, int], missions: Mapping[str, int]) -> None:
    for action in (action for axis in text.axes for action in axis.actions):
        _check_aim(action, action.priority, priorities)
        _check_aim(action, action.mission, missions)


def _check_aim(action: ActionText, key: str | None, known: Mapping[str, int]) -> None:
    if key is not None and key not in known:
        raise Invalid(
            "proposals.unknown_aim",
            t(
                "The action “%(title)s” names “%(key)s”, which is no priority or mission.",
                title=action.title,
                key=key,
            ),
        )


def put_contribution(
    context: Context,
    proposal: Proposal,
    version: Version,
    contribution: ContributionText,
    offered: Collection[str] = (),
) -> Contribution:
    """Add a contribution to a draft; for the acts of this feature, which have checked.

    `offered` are the kinds that modules add to those of the pipeline.
    """
    if contribution.kind not in {*(kind.key for kind in rules_of(proposal).kinds), *offered}:
        raise Invalid(
            "proposals.unknown_kind",
            t("No kind of contribution has the key “%(key)s”.", key=contribution.kind),
            field="kind",
        )
    if contribution.views < 0:
        raise Invalid("proposals.negative_count", t("A count is zero or more."), field="views")
    row = Contribution(
        position=_next_place(version), kind=contribution.kind, title=contribution.title,
        text=contribution.text, views=contribution.views, heard_on=contribution.heard_on,
    )  # fmt: skip
    version.contributions.append(row)
    context.session.flush()
    return row


def _next_place(version: Version) -> int:
    return max((one.position for one in version.contributions), default=0) + 1


def open_stage(context: Context, proposal: Proposal, stage: str, text: VersionText) -> Version:
    """Open the draft of a stage with a first text, and the topics of the passage that leaves it."""
    rules = rules_of(proposal)
    version = Version(
        proposal_id=proposal.id, stage=stage, position=rules.number(stage),
        dated_on=text.dated_on, author=text.author, summary=text.summary,
    )  # fmt: skip
    context.session.add(version)
    context.session.flush()
    put_text(context, version, text)
    written = text_of(version, content_of(context.session, version))
    context.emit(StageOpened(proposal=proposal.slug, stage=stage, content=version_document(written)))
    passage = rules.passage_from(stage)
    if passage:
        _open_topics(context, proposal, passage)
    return version


def _open_topics(context: Context, proposal: Proposal, passage: PassageRule) -> None:
    context.session.add_all(
        Topic(
            proposal_id=proposal.id, from_stage=passage.from_stage, to_stage=passage.to_stage,
            key=topic.key, position=position, title=topic.title,
        )
        for position, topic in enumerate(passage.topics, start=1)
    )  # fmt: skip
    context.session.flush()


def _check_slug(slug: str) -> None:
    if len(slug) > _SLUG_LENGTH or not _SLUG.fullmatch(slug):
        raise Invalid(
            "proposals.slug",
            t("Write the address in up to 80 small unaccented letters, digits and single hyphens."),
            field="slug",
        )
