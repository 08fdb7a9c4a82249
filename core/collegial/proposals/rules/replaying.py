"""The versions of a proposal, written again from what the journal says of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from collegial.kernel.chain import GENESIS
from collegial.proposals.rules.content import (
    ActionText,
    AxisText,
    ContributionText,
    Origin,
    VersionText,
    version_digest,
)
from collegial.proposals.rules.documents import read_action, read_contribution, read_version


@dataclass(frozen=True, kw_only=True)
class Rebuilt:
    """A version as the journal tells it; contributions enter it when the version is sealed, with their digest."""

    text: VersionText
    contributions: tuple[ContributionText, ...] = ()
    digest: str | None = None


def replay(proposal: str, entries: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, Rebuilt]:
    """Return each stage of a proposal, in order, from the journal's entries in order: event and fields."""
    found: dict[str, Rebuilt] = {}
    for event, fields in entries:
        key = event.removeprefix("proposals.")
        if fields.get("proposal") != proposal:
            continue
        if key in _ACTS:
            before = found.get(fields["stage"])
            found[fields["stage"]] = Rebuilt(text=_ACTS[key](before.text if before else None, fields))
        elif key == "version_frozen":
            found[fields["stage"]] = _sealed(found[fields["stage"]], fields)
    return found


def _sealed(before: Rebuilt, fields: Mapping[str, Any]) -> Rebuilt:
    said = tuple(read_contribution(one) for one in fields.get("contributions", ()))
    return replace(before, contributions=said, digest=fields["digest"])


def seal_again(proposal: str, versions: Mapping[str, Rebuilt]) -> dict[str, str]:
    """Compute the digest of each rebuilt version that was frozen, from the journal alone, one upon the other."""
    found: dict[str, str] = {}
    previous = GENESIS
    for position, (stage, one) in enumerate(versions.items(), start=1):
        if one.digest is not None:
            origin = Origin(proposal=proposal, stage=stage, position=position, previous=previous)
            found[stage] = previous = version_digest(origin, one.text, one.contributions)
    return found


def _whole(_before: VersionText | None, fields: Mapping[str, Any]) -> VersionText:
    return read_version(fields["content"])


def _facts(before: VersionText, fields: Mapping[str, Any]) -> VersionText:
    return replace(read_version(fields["content"]), axes=before.axes)


def _axis(before: VersionText, fields: Mapping[str, Any]) -> VersionText:
    said = AxisText(title=fields["title"], text=fields["text"], key=fields["axis"])
    kept = [replace(said, actions=axis.actions) if axis.key == said.key else axis for axis in before.axes]
    is_new = said.key not in {axis.key for axis in before.axes}
    return replace(before, axes=tuple([*kept, said] if is_new else kept))


def _action(before: VersionText, fields: Mapping[str, Any]) -> VersionText:
    said = read_action(fields["content"])

    def put(axis: AxisText) -> AxisText:
        files = {one.key: one.files for one in axis.actions}
        if said.key in files:
            new = replace(said, files=files[said.key])
            return replace(axis, actions=tuple(new if one.key == said.key else one for one in axis.actions))
        return replace(axis, actions=(*axis.actions, said)) if axis.key == fields["axis"] else axis

    return replace(before, axes=tuple(put(axis) for axis in before.axes))


def _removed(before: VersionText, fields: Mapping[str, Any]) -> VersionText:
    gone = fields["piece"]
    return replace(
        before,
        axes=tuple(
            replace(axis, actions=tuple(one for one in axis.actions if one.key != gone))
            for axis in before.axes
            if axis.key != gone
        ),
    )


def _ordered(before: VersionText, fields: Mapping[str, Any]) -> VersionText:
    axes = {axis.key: axis for axis in before.axes}
    actions = {one.key: one for axis in before.axes for one in axis.actions}
    return replace(
        before,
        axes=tuple(
            replace(axes[key], actions=tuple(actions[one] for one in within))
            for key, within in fields["outline"]
        ),
    )


def _attached(before: VersionText, fields: Mapping[str, Any]) -> VersionText:
    return _with_files(before, fields, lambda files: (*files, fields["digest"]))


def _detached(before: VersionText, fields: Mapping[str, Any]) -> VersionText:
    def without(files: tuple[str, ...]) -> tuple[str, ...]:
        at = fields.get("place", files.index(fields["digest"]))  # older entries do not say which of two
        return (*files[:at], *files[at + 1 :])

    return _with_files(before, fields, without)


def _with_files(before: VersionText, fields: Mapping[str, Any], change: Any) -> VersionText:
    def put(one: ActionText) -> ActionText:
        return replace(one, files=change(one.files)) if one.key == fields["action"] else one

    return replace(
        before,
        axes=tuple(replace(axis, actions=tuple(put(one) for one in axis.actions)) for axis in before.axes),
    )


_ACTS: Mapping[str, Any] = {
    "stage_opened": _whole,
    "version_written": _whole,
    "facts_written": _facts,
    "axis_written": _axis,
    "action_written": _action,
    "piece_removed": _removed,
    "draft_ordered": _ordered,
    "file_attached": _attached,
    "file_detached": _detached,
}
