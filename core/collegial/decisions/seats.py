"""Who was elected, as the register of decisions keeps and tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from collegial.kernel.sentences import read_cell, written_cell
from collegial.kernel.text import Text
from collegial.votes.electing import Elected

Votes = Text | str | int | Decimal | None


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Someone who was elected, with their votes where the method gives one figure."""

    name: str
    votes: Votes


@dataclass(frozen=True, kw_only=True)
class Seats:
    """An election of the register; `college` where one college alone elected, `group` where they took their seat."""

    seats: int
    college: str | None
    group: str | None
    people: tuple[Seat, ...]


def elected_as_kept(found: Elected) -> dict[str, Any]:
    """Return who was elected as JSON can hold it."""
    names = {one.number: one.name for one in found.voting.options}
    votes = found.tally.votes
    return {
        "seats": found.voting.seats,
        "college": found.voting.college.name if found.voting.college else None,
        "group": found.voting.group.group.name if found.voting.group else None,
        "people": [
            {"name": names[one], "votes": written_cell(votes[one]) if one in votes else None}
            for one in found.tally.elected
        ],
    }


def seats_of(kept: Mapping[str, Any] | None) -> Seats | None:
    """Return who was elected; None for a decision that is no election, or was entered before this was kept."""
    if kept is None:
        return None
    people = tuple(Seat(name=one["name"], votes=read_cell(one["votes"])) for one in kept["people"])
    return Seats(seats=kept["seats"], college=kept["college"], group=kept["group"], people=people)
