"""What makes two actors look like one, and what shows that they are two."""

import enum
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from collegial.actors.rules.identifiers import IdentifierKind

LISTED_FROM = 40
LIKELY_FROM = 80
# In a larger block, each is compared with the first alone: the number of pairs must not grow as its square.
_ALL_PAIRS_UP_TO = 10
# Two different numbers of such a kind belong to two actors; one may well have had two banks.
_TELLING = (IdentifierKind.SIREN, IdentifierKind.RNA)


class Likeness(enum.Enum):
    """What two actors have in common."""

    SIREN = "siren"
    NUMBER = "number"
    NAME = "name"
    EMAIL = "email"
    BIRTH = "birth"


_POINTS = {
    Likeness.SIREN: 60,
    Likeness.NUMBER: 60,
    Likeness.NAME: 50,
    Likeness.EMAIL: 40,
    Likeness.BIRTH: 30,
}


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What is compared of an actor; `sort` tells persons, organisations and joint holders apart."""

    sort: str
    name: str
    emails: frozenset[str] = frozenset()
    numbers: frozenset[tuple[IdentifierKind, str]] = frozenset()
    born_on: date | None = None

    def of(self, kind: IdentifierKind) -> frozenset[str]:
        """Return the numbers of a kind."""
        return frozenset(value for one, value in self.numbers if one is kind)


@dataclass(frozen=True, kw_only=True)
class Likenesses:
    """How much two actors look alike: what they share, and what contradicts that they are one."""

    shared: tuple[Likeness, ...] = ()
    against: tuple[str, ...] = field(default=())

    @property
    def points(self) -> int:
        """Return the sum of what is shared; nothing when something contradicts it."""
        return 0 if self.against else sum(_POINTS[one] for one in self.shared)

    @property
    def is_listed(self) -> bool:
        """Tell a pair that someone should look at."""
        return self.points >= LISTED_FROM

    @property
    def is_likely(self) -> bool:
        """Tell a pair that is one, in all likelihood."""
        return self.points >= LIKELY_FROM


def likeness(one: Traits, other: Traits) -> Likenesses:
    """Compare two actors; the birth alone says nothing, so it counts beside a name or an address only."""
    if one.sort != other.sort:
        return Likenesses(against=("sort",))
    shared = [kind for kind, holds in _shared(one, other) if holds]
    if shared and one.born_on is not None and one.born_on == other.born_on:
        shared.append(Likeness.BIRTH)
    return Likenesses(shared=tuple(shared), against=contradictions(one, other))


def contradictions(one: Traits, other: Traits) -> tuple[str, ...]:
    """Return the keys of what cannot be true of a single actor: two births, or two numbers of one kind."""
    against = [kind.value for kind in _TELLING if _differ(one.of(kind), other.of(kind))]
    born = {day for day in (one.born_on, other.born_on) if day is not None}
    return tuple([*against, "born_on"] if len(born) > 1 else against)


def pairs_of_blocks(blocks: Iterable[Collection[int]]) -> Iterator[tuple[int, int]]:
    """Give the pairs to compare within blocks of actors that share something, each once, the lower first."""
    seen: set[tuple[int, int]] = set()
    for block in blocks:
        ordered = sorted(set(block))
        few = len(ordered) <= _ALL_PAIRS_UP_TO
        pairs = combinations(ordered, 2) if few else ((ordered[0], other) for other in ordered[1:])
        for pair in pairs:
            if pair not in seen:
                seen.add(pair)
                yield pair


def _shared(one: Traits, other: Traits) -> Iterator[tuple[Likeness, bool]]:
    common = one.numbers & other.numbers
    yield Likeness.SIREN, any(kind is IdentifierKind.SIREN for kind, _ in common)
    # The bank is the same for half the town, and an establishment's number says the same as its SIREN.
    yield Likeness.NUMBER, any(kind in {IdentifierKind.RNA, IdentifierKind.IBAN} for kind, _ in common)
    yield Likeness.NAME, _words(one.name) == _words(other.name)
    yield Likeness.EMAIL, bool(one.emails & other.emails)


def _words(name: str) -> list[str]:
    """Return the words of a folded name in one order: `Le Gall Awena` is `Awena Le Gall`."""
    return sorted(name.replace("'", " ").replace("-", " ").split())


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other and not one & other)
