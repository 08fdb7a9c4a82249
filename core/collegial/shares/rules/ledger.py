"""Fold the entries of the register into what each member holds, on any day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from collegial.kernel.money import ZERO, Money
from collegial.shares.rules.terms import EntryKind


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One entry as the rules see it; members and the corrected entry are given by their ids."""

    id: int
    number: int
    kind: EntryKind
    giver: int | None
    receiver: int | None
    shares: int
    nominal: Money
    day: date
    corrects: int | None = None

    @property
    def change(self) -> Money:
        """Return by how much the capital changes: shares that only change hands leave it as it is."""
        if self.giver is None:
            return self.nominal * self.shares
        return -(self.nominal * self.shares) if self.receiver is None else ZERO


def balances(movements: Iterable[Movement], on: date) -> dict[int, int]:
    """Return how many shares each member holds at the end of a day; those who hold none are left out."""
    held: dict[int, int] = defaultdict(int)
    for one in movements:
        if one.day <= on:
            for member, shares in _sides(one):
                held[member] += shares
    return {member: shares for member, shares in held.items() if shares}


def worths(movements: Iterable[Movement], on: date) -> dict[int, Money]:
    """Return the nominal value of what each member holds at the end of a day, without those who hold none."""
    held: dict[int, Money] = defaultdict(Money)
    for one in movements:
        if one.day <= on:
            for member, shares in _sides(one):
                held[member] += one.nominal * shares
    return {member: worth for member, worth in held.items() if worth}


def _sides(one: Movement) -> Iterator[tuple[int, int]]:
    if one.giver is not None:
        yield one.giver, -one.shares
    if one.receiver is not None:
        yield one.receiver, one.shares


def standing(movements: Iterable[Movement]) -> list[Movement]:
    """Return the entries that hold, in their order in time: neither a correction nor corrected."""
    known = list(movements)
    corrected = {one.corrects for one in known if one.corrects is not None}
    held = (one for one in known if one.corrects is None and one.id not in corrected)
    return sorted(held, key=lambda one: (one.day, one.number))


def available(changes: Mapping[date, int], since: date) -> int:
    """Return how many shares can go on a day so that no day from then on ends under zero.

    `changes` says by how many shares each day changed a member's holding.
    """
    held, least = 0, None
    for day in sorted({*changes, since}):
        held += changes.get(day, 0)
        if day >= since:
            least = held if least is None else min(least, held)
    return least or 0
