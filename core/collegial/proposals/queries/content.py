"""Read what a version says, and compute the digest that seals it."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from collegial.kernel.chain import GENESIS
from collegial.proposals.models import Action, Axis, Contribution, Proposal, Version
from collegial.proposals.rules import (
    ActionText,
    AxisText,
    ContributionText,
    HeardText,
    Origin,
    VersionText,
    version_digest,
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


def outline_of(axes: Sequence[Axis]) -> list[tuple[str, list[str]]]:
    """Return the order of a content: each axis with its actions, by their keys."""
    return [(axis.key, [action.key for action in axis.actions]) for axis in axes]


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
