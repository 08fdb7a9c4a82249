"""What a module shows to everyone: dates to come, works that were published, decisions that were made known."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from collegial.kernel.permissions import PUBLIC, Permission
from collegial.kernel.text import Text


class PublicKind(StrEnum):
    """Where the site puts a thing: in the calendar, among the works, among the decisions."""

    DATE = "date"
    WORK = "work"
    DECISION = "decision"


@dataclass(frozen=True, kw_only=True)
class Span:
    """Which things are asked for: those of the days from `first` to `last`, both counted, at most so many."""

    first: date
    last: date
    zone: str
    most: int

    @property
    def since(self) -> datetime:
        """Return the moment at which the first day begins."""
        return self._midnight(self.first)

    @property
    def before(self) -> datetime:
        """Return the moment at which the last day is over."""
        return self._midnight(self.last + timedelta(days=1))

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.zone)).astimezone(UTC)


@dataclass(frozen=True, kw_only=True)
class PublicItem:
    """One thing that everyone may read of.

    `number` names it among the things of its source, for good. `on` is a moment for what begins at an hour, else
    a day: of the event, of the publication, of the decision. `endpoint` with `values` is its page, None where it has
    none of its own; where `permission` is another than `PUBLIC`, whoever has it sees the link on the site, and feeds
    and open data name no page. `label` says what it is, such as “Brochure”. What was announced and is not held
    `is_called_off`: it stays in the calendar and says so. `revision` counts what was changed since it was announced.
    """

    number: int
    title: Text | str
    on: date
    label: Text
    until: date | None = None
    summary: str = ""
    place: str = ""
    endpoint: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    is_called_off: bool = False
    revision: int = 0
    permission: Permission = PUBLIC


@dataclass(frozen=True, kw_only=True)
class PublicSource:
    """Things of one kind that the module lets everyone see: on the home page, in feeds, as open data.

    `items` returns those of a span: of dates the next first, of the rest the latest first. It holds only what a
    visitor who is not signed in may read.
    """

    key: str
    label: Text
    kind: PublicKind
    items: Callable[[Session, Span], Iterable[PublicItem]]
