"""What a version says, apart from where it is stored, and the digest that seals it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from collegial.kernel.chain import seal


@dataclass(frozen=True, kw_only=True)
class ActionText:
    """What an axis proposes to do; priority and mission by their keys, text in Markdown."""

    title: str
    text: str | None = None
    priority: str | None = None
    mission: str | None = None


@dataclass(frozen=True, kw_only=True)
class AxisText:
    """A heading of the content, with its actions."""

    title: str
    text: str | None = None
    actions: tuple[ActionText, ...] = ()


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
class ContributionText:
    """Who was heard and how; `views` counts the persons heard, none for a study of documents."""

    kind: str
    title: str
    text: str | None = None
    views: int = 0
    heard_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a version stands: its proposal, its stage, its place from 1, and the digest before it."""

    proposal: str
    stage: str
    position: int
    previous: str


def version_digest(origin: Origin, text: VersionText, contributions: Iterable[ContributionText]) -> str:
    """Return the SHA-256 that seals a version and, through `previous`, all versions before it."""
    content = asdict(text) | {"dated_on": text.dated_on.isoformat()}
    payload = {
        "proposal": origin.proposal,
        "stage": origin.stage,
        "content": content,
        "contributions": [_plain(one) for one in contributions],
    }
    return seal(origin.position, origin.previous, payload)


def _plain(contribution: ContributionText) -> dict[str, object]:
    heard_on = contribution.heard_on.isoformat() if contribution.heard_on else None
    return asdict(contribution) | {"heard_on": heard_on}
