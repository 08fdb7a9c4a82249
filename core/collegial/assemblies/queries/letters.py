"""Read the letters to those who were convened, whatever they tell: which wait to be posted, and who reads each."""

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager

from collegial.actors.models import Actor
from collegial.assemblies.models import Letter, RollEntry
from collegial.assemblies.queries.attending import by_name

L = TypeVar("L", bound=Letter)


@dataclass(frozen=True, kw_only=True)
class Posting:
    """How many letters there are about one thing, and how many of them are posted."""

    letters: int
    posted: int

    @property
    def waiting(self) -> int:
        """Return how many letters wait to be posted."""
        return self.letters - self.posted


def waiting_letters(kind: type[L], *about: ColumnElement[bool]) -> Select[L]:
    """Select the letters about something that wait to be posted, by name."""
    return (
        select(kind)
        .join(kind.entry)
        .options(contains_eager(kind.entry))
        .where(*about, kind.sent_at.is_(None))
        .order_by(*by_name(), kind.id)
    )


def letters_with_readers(kind: type[L], *which: ColumnElement[bool]) -> Select[L, Actor]:
    """Select letters, each with its reader, in the order of their numbers."""
    return (
        select(kind, Actor)
        .join(kind.entry)
        .join(Actor, Actor.id == RollEntry.voter_id)
        .options(contains_eager(kind.entry))
        .where(*which)
        .order_by(kind.id)
    )
