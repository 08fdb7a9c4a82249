"""A version as a plain document that JSON can hold: what the journal keeps and what an export gives."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from collegial.proposals.rules.content import ActionText, AxisText, ContributionText, HeardText, VersionText


def version_document(text: VersionText) -> dict[str, Any]:
    """Write a text as a document; `read_version` reads the same text from it."""
    document = asdict(text) | {"dated_on": text.dated_on.isoformat()}
    return document | {"axes": [_axis_document(axis) for axis in text.axes]}


def read_version(document: Mapping[str, Any]) -> VersionText:
    """Read what `version_document` wrote."""
    axes = tuple(
        AxisText(
            title=axis["title"], text=axis["text"], key=axis["key"],
            actions=tuple(read_action(action) for action in axis["actions"]),
        )
        for axis in document["axes"]
    )  # fmt: skip
    day = date.fromisoformat(document["dated_on"])
    return VersionText(**{**document, "dated_on": day, "axes": axes})


def contribution_document(contribution: ContributionText) -> dict[str, Any]:
    """Write what is sealed of a contribution as a document; it holds no name of who was heard."""
    day = contribution.heard_on.isoformat() if contribution.heard_on else None
    return asdict(contribution) | {
        "heard_on": day, "heard": [asdict(one) for one in contribution.heard],
        "touches": list(contribution.touches), "files": list(contribution.files),
    }  # fmt: skip


def read_contribution(document: Mapping[str, Any]) -> ContributionText:
    """Read what `contribution_document` wrote."""
    day = date.fromisoformat(document["heard_on"]) if document["heard_on"] else None
    heard = tuple(HeardText(**one) for one in document["heard"])
    lists = {name: tuple(document[name]) for name in ("touches", "files")}
    return ContributionText(**{**document, **lists, "heard_on": day, "heard": heard})


def action_document(action: ActionText) -> dict[str, Any]:
    """Write an action as a document."""
    return asdict(action) | {"files": list(action.files)}


def read_action(document: Mapping[str, Any]) -> ActionText:
    """Read what `action_document` wrote."""
    return ActionText(**{**document, "files": tuple(document["files"])})


def _axis_document(axis: AxisText) -> dict[str, Any]:
    return {
        "key": axis.key,
        "title": axis.title,
        "text": axis.text,
        "actions": [action_document(action) for action in axis.actions],
    }
