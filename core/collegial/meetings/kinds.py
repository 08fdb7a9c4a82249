"""What a feature says of the meetings that it keeps, for what all meetings have in common."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.kernel.events import Event
from collegial.meetings.models import Meeting, ToldByPhone


@dataclass(frozen=True, kw_only=True)
class MeetingKind:
    """Whose meetings they are; `name` begins the keys of their letters.

    `guests` are the actors that are invited, as of a day in a zone; `endpoint` with `values` is the page of a meeting.
    """

    name: str
    table: type[Meeting]
    told: Callable[[int], ToldByPhone]
    guests: Callable[[Session, Any, date, str], Sequence[Actor]]
    endpoint: str
    values: Callable[[Any], Mapping[str, Any]]
    on_invited: Callable[[Any], Event]
    on_moved: Callable[[Any], Event]
    on_called_off: Callable[[Any], Event]
    on_told: Callable[[Any, int], Event]

    @property
    def invitation(self) -> str:
        """Return the key of the letters that invite."""
        return f"{self.name}.invitation"

    @property
    def moved(self) -> str:
        """Return the key of the letters that tell another day, hour or place."""
        return f"{self.name}.moved"

    @property
    def called_off(self) -> str:
        """Return the key of the letters that tell that a meeting is not held."""
        return f"{self.name}.called_off"
