"""Give a version, or two compared, as a file: PDF, Markdown, JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from collegial.documents.printing import print_document
from collegial.documents.rendering import RenderingFailed
from collegial.documents.voice import Voice
from collegial.kernel.text import Text, nt, t
from collegial.proposals.prose import blocks
from collegial.proposals.rules import ActionText, VersionText, version_document
from collegial.proposals.rules.comparing import (
    ActionDiff,
    AxisDiff,
    Change,
    FieldDiff,
    VersionDiff,
    touched,
)

_TEMPLATES = Path(__file__).parent / "templates"
FIELDS: Mapping[str, Text] = {
    "title": t("Title"),
    "text": t("Text"),
    "priority": t("Priority"),
    "mission": t("Mission"),
    "owner": t("Who would carry it"),
    "files": t("Files"),
    "summary": t("Summary"),
    "provenance": t("Where this content comes from"),
}
CHANGES: Mapping[Change, Text] = {
    Change.SAME: t("Not changed"),
    Change.CHANGED: t("Changed"),
    Change.ADDED: t("Added"),
    Change.REMOVED: t("Taken out"),
}


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """The name at the head of a document, and the line below it."""

    name: str
    legal_line: str = ""


@dataclass(frozen=True, kw_only=True)
class VersionFacts:
    """A version with all that is printed beside its text.

    `aims` are the names of priorities and missions, and of kinds of contribution, by key; `files` the titles
    of attachments by the key of their action; `heard` the kinds, titles and views of its contributions;
    `pictures` the picture files that its texts may show, by the last part of their addresses.
    """

    letterhead: Letterhead
    proposal: str
    title: str
    stage: str
    stage_name: str
    when: str
    text: VersionText
    digest: str | None = None
    aims: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Sequence[str]] = field(default_factory=dict)
    heard: Sequence[tuple[str, str, int]] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def print_version(facts: VersionFacts, voice: Voice, *, locale: str) -> bytes:
    """Give a version as an accessible PDF; where a picture cannot be drawn, all are told by their titles."""
    names = {address: f"{address}.{_ending(content)}" for address, content in facts.pictures.items()}
    files = {names[address]: content for address, content in facts.pictures.items()}
    try:
        return _print_version(facts, voice, locale, names, files)
    except RenderingFailed:
        if not files:
            raise
        return _print_version(facts, voice, locale, {}, {})


def _print_version(
    facts: VersionFacts, voice: Voice, locale: str, names: Mapping[str, str], files: Mapping[str, bytes]
) -> bytes:
    data = _version(facts, voice, names)
    template = _TEMPLATES / "version.typ"
    return print_document("version", template, data, voice=voice, locale=locale, files=files)


def _ending(picture: bytes) -> str:
    return "png" if picture.startswith(b"\x89PNG") else "jpg"


def _version(facts: VersionFacts, voice: Voice, pictures: Mapping[str, str]) -> dict[str, Any]:
    return {
        "title": facts.title,
        "letterhead": {"name": facts.letterhead.name, "legal_line": facts.letterhead.legal_line},
        "stage": facts.stage_name,
        "facts": [
            {"label": voice.say(t("Date")), "value": facts.when},
            {"label": voice.say(t("Author")), "value": facts.text.author},
        ],
        "summary": facts.text.summary,
        "provenance": facts.text.provenance,
        "axes": [
            {
                "title": axis.title,
                "blocks": blocks(axis.text, pictures),
                "actions": [_action(action, facts, voice, pictures) for action in axis.actions],
            }
            for axis in facts.text.axes
        ],
        "heard": _heard(facts, voice),
        "seal": _seal(facts, voice),
    }


def _action(
    action: ActionText, facts: VersionFacts, voice: Voice, pictures: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "title": action.title,
        "labels": " · ".join(labels_of(action, facts.aims, voice)),
        "blocks": blocks(action.text, pictures),
        "files": list(facts.files.get(action.key or "", ())),
    }


def labels_of(action: ActionText, aims: Mapping[str, str], voice: Voice) -> list[str]:
    """Return the priority, the mission and the owner of an action, each with its name."""
    pairs = (
        (t("Priority"), aims.get(action.priority or "", action.priority)),
        (t("Mission"), aims.get(action.mission or "", action.mission)),
        (t("Who would carry it"), action.owner),
    )
    colon = t("%(name)s: %(value)s")
    return [
        voice.say(Text(msgid=colon.msgid, params={"name": voice.say(name), "value": value}))
        for name, value in pairs
        if value
    ]


def _heard(facts: VersionFacts, voice: Voice) -> dict[str, Any] | None:
    if not facts.heard:
        return None
    headers = [t("Contribution"), t("Kind"), t("Views")]
    rows = [
        [title, facts.aims.get(kind, kind), voice.number(views) if views else "–"]
        for kind, title, views in facts.heard
    ]
    total = [voice.say(t("Total")), "", voice.number(sum(views for _, _, views in facts.heard))]
    return {
        "heading": voice.say(t("Who was heard")),
        "table": {"headers": [voice.say(one) for one in headers], "rows": rows, "total": total},
    }


def _seal(facts: VersionFacts, voice: Voice) -> dict[str, str] | None:
    if facts.digest is None:
        return None
    return {
        "heading": voice.say(t("Seal")),
        "sentence": voice.say(t("This version is frozen. The digest of its content is:")),
        "digest": facts.digest,
    }


def version_markdown(facts: VersionFacts, voice: Voice) -> str:
    """Give a version as one Markdown text; the headings of its texts go below its own."""
    lines = [f"# {facts.title}", "", f"**{facts.stage_name}**, {facts.when}, {facts.text.author}", ""]
    lines += [facts.text.summary, ""]
    lines += [f"> {line}" for line in (facts.text.provenance or "").splitlines()]
    for axis in facts.text.axes:
        lines += ["", f"## {axis.title}", "", *_lowered(axis.text)]
        for action in axis.actions:
            labels = labels_of(action, facts.aims, voice)
            lines += ["", f"### {action.title}", "", *([f"*{' · '.join(labels)}*", ""] if labels else [])]
            lines += _lowered(action.text)
            lines += ["", *(f"- {one}" for one in facts.files.get(action.key or "", ()))]
    if facts.heard:
        heard = voice.say(t("Who was heard"))
        lines += ["", f"## {heard}", ""]
        lines += [f"- {title} ({facts.aims.get(kind, kind)}): {views}" for kind, title, views in facts.heard]
    if facts.digest:
        frozen = voice.say(t("This version is frozen. The digest of its content is:"))
        lines += ["", f"{frozen} `{facts.digest}`"]
    return "\n".join(_without_gaps(lines)).strip() + "\n"


def _lowered(text: str | None) -> Iterable[str]:
    return (f"###{line}" if line.startswith("#") else line for line in (text or "").splitlines())


def _without_gaps(lines: Iterable[str]) -> Iterable[str]:
    before = ""
    for line in lines:
        if line or before:
            yield line
        before = line


def version_json(facts: VersionFacts) -> str:
    """Give a version as JSON: what is sealed, its keys, its digest."""
    document = {
        "proposal": facts.proposal, "title": facts.title, "stage": facts.stage, "digest": facts.digest,
        "content": version_document(facts.text),
        "contributions": [
            {"kind": kind, "title": title, "views": views} for kind, title, views in facts.heard
        ],
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def print_difference(
    diff: VersionDiff, *, letterhead: Letterhead, title: str, between: str, voice: Voice, locale: str
) -> bytes:
    """Give two versions compared as an accessible PDF."""
    say = voice.say
    return print_document(
        "difference",
        _TEMPLATES / "difference.typ",
        {
            "title": title,
            "letterhead": {"name": letterhead.name, "legal_line": letterhead.legal_line},
            "between": between,
            "legend": say(t("Struck through: taken out. Underlined: added.")),
            "none": say(t("Both versions say the same.")) if diff.is_empty else None,
            "facts": [_field(one, say) for one in diff.facts],
            "axes": [
                {
                    "title": axis.title,
                    "state": say(state_of(axis)) if axis.is_moved or axis.change is not Change.SAME else "",
                    "fields": [_field(one, say) for one in axis.fields],
                    "actions": [
                        {
                            "title": one.title,
                            "state": say(state_of(one)),
                            "fields": [_field(part, say) for part in one.fields],
                        }
                        for one in axis.actions
                        if one.is_moved or one.change is not Change.SAME
                    ],
                }
                for axis in touched(diff.axes)
            ],
        },
        voice=voice,
        locale=locale,
    )


def state_of(piece: AxisDiff | ActionDiff) -> Text:
    """Say in words what became of a piece."""
    if isinstance(piece, ActionDiff) and piece.moved_from is not None:
        return t("Moved here from “%(axis)s”", axis=piece.moved_from)
    if piece.is_moved and piece.change is Change.SAME:
        return t("Moved within the order")
    return CHANGES[piece.change]


def tallies(diff: VersionDiff) -> list[Text]:
    """Say how many pieces came, went and moved, and in how many places words were changed."""
    added, gone = diff.count(Change.ADDED), diff.count(Change.REMOVED)
    changed, moved = diff.places, diff.moved
    sentences = (
        nt("%(count)d piece added", "%(count)d pieces added", added),
        nt("%(count)d piece taken out", "%(count)d pieces taken out", gone),
        nt("%(count)d place changed", "%(count)d places changed", changed),
        nt("%(count)d piece moved", "%(count)d pieces moved", moved),
    )
    return [one for one in sentences if one.count]


def _field(one: FieldDiff, say: Any) -> dict[str, Any]:
    words = [{"mark": str(piece.mark), "text": piece.text} for piece in one.words]
    return {"label": say(FIELDS[one.name]), "words": words}
