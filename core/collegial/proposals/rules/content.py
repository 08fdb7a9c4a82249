"""What a version says, apart from where it is stored, and the digest that seals it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from collegial.kernel.chain import seal


@dataclass(frozen=True, kw_only=True)
class ActionText:
    """What an axis proposes to do; priority and mission by their keys, text in Markdown.

    `key` tells the same action in another version, and is not part of what is said; `owner` is who would
    carry it; `files` are the SHA-256 of its attachments.
    """

    title: str
    text: str | None = None
    priority: str | None = None
    mission: str | None = None
    owner: str | None = None
    files: tuple[str, ...] = ()
    key: str | None = None


@dataclass(frozen=True, kw_only=True)
class AxisText:
    """A heading of the content, with its actions."""

    title: str
    text: str | None = None
    actions: tuple[ActionText, ...] = ()
    key: str | None = None


@dataclass(frozen=True, kw_only=True)
class VersionText:
    """What a version says. `date_is_month`: only the month of `dated_on` is known.

    `provenance` says where the content comes from and what in it is not certain.
    """

    summary: str
    author: str
    dated_on: date
    date_is_month: bool = False
    provenance: str | None = None
    axes: tuple[AxisText, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HeardText:
    """One or several persons heard: their family, how many, whether they agreed to be named."""

    family: str | None = None
    number: int = 1
    may_be_named: bool = False


@dataclass(frozen=True, kw_only=True)
class ContributionText:
    """Who was heard and how; `views` counts the persons heard, none for a study of documents.

    `heard` says who, as far as it is sealed: never a name; `touches` are the keys of actions, `files` the
    SHA-256 of attachments.
    """

    kind: str
    title: str
    text: str | None = None
    views: int = 0
    heard_on: date | None = None
    heard: tuple[HeardText, ...] = ()
    touches: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a version stands: its proposal, its stage, its place from 1, and the digest before it."""

    proposal: str
    stage: str
    position: int
    previous: str


def version_digest(origin: Origin, text: VersionText, contributions: Iterable[ContributionText]) -> str:
    """Return the SHA-256 that seals a version and, through `previous`, all versions before it."""
    payload = {
        "proposal": origin.proposal,
        "stage": origin.stage,
        "content": said(text),
        "contributions": [_plain(one) for one in contributions],
    }
    return seal(origin.position, origin.previous, payload)


def said(text: VersionText) -> dict[str, object]:
    """Return what is sealed of a text; keys are no part of it, nor what came later and is not used."""
    content = asdict(text) | {"dated_on": text.dated_on.isoformat()}
    axes: list[dict[str, object]] = [
        {"title": axis.title, "text": axis.text, "actions": [_said_of(action) for action in axis.actions]}
        for axis in text.axes
    ]
    return content | {"axes": axes}


def _said_of(action: ActionText) -> dict[str, object]:
    content = {name: getattr(action, name) for name in ("title", "text", "priority", "mission")}
    later = {"owner": action.owner, "files": list(action.files)}
    return content | {name: value for name, value in later.items() if value}


def _plain(contribution: ContributionText) -> dict[str, object]:
    names = ("kind", "title", "text", "views")
    content = {name: getattr(contribution, name) for name in names}
    heard_on = contribution.heard_on.isoformat() if contribution.heard_on else None
    later = {
        "heard": [asdict(one) for one in contribution.heard],
        "touches": list(contribution.touches),
        "files": list(contribution.files),
    }
    return content | {"heard_on": heard_on} | {name: value for name, value in later.items() if value}
