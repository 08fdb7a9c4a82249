"""Invented members for the demonstration: plausible in the Pays de Rennes, belonging to nobody."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import product
from random import Random
from typing import TypeVar

from collegial.demo.name_stock import (
    BODIES,
    COMMUNE_ENDINGS,
    COMMUNE_ROOTS,
    FAMILY_NAMES,
    GIVEN_NAMES,
    LOCALITIES,
    STRUCTURE_KINDS,
    STRUCTURE_NAMES,
)

T = TypeVar("T")

# Among the beneficiaries, one member in twelve is a person: most are structures.
ONE_PERSON_IN = 12
_VOICES = 3000  # of the names of persons, those of who votes for an organisation


class MemberKind(Enum):
    """Whether a member votes in person or through a representative."""

    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, kw_only=True)
class InventedMember:
    """A member that does not exist: a person by two names, or an organisation with the person who votes for it."""

    college: str
    kind: MemberKind
    name: str
    given_name: str | None
    family_name: str | None
    locality: str
    representative: tuple[str, str] | None = None
    invented: bool = True


def invented_members(seed: int, sizes: Mapping[str, int]) -> Iterator[InventedMember]:
    """Invent the members of each college, the same ones for the same seed and sizes.

    No name comes twice. Colleges are A to D, in that order whatever the order of `sizes`.
    Raises ValueError for another college, or when the stock of names is too small.
    """
    inventor = _Inventor(Random(seed))  # noqa: S311  (names of a demonstration, not secrets)
    for college in sorted(sizes):
        for rank in range(sizes[college]):
            yield inventor.member(college, rank)


class _Inventor:
    """Draws each name once from stocks shuffled at the start."""

    def __init__(self, random: Random) -> None:
        self._random = random
        people = _shuffled(random, list(product(GIVEN_NAMES, FAMILY_NAMES)))
        self._voices, self._people = people[:_VOICES], people[_VOICES:]
        self._structures = _shuffled(
            random, [" ".join(pair) for pair in product(STRUCTURE_KINDS, STRUCTURE_NAMES)]
        )
        self._bodies = _shuffled(random, list(_public_bodies()))
        self._colleges: Mapping[str, Callable[[str, int], InventedMember]] = {
            "A": self._person,
            "B": self._beneficiary,
            "C": self._partner,
            "D": self._person,
        }

    def member(self, college: str, rank: int) -> InventedMember:
        if college not in self._colleges:
            message = f"No name is invented for the college {college!r}: give A, B, C or D."
            raise ValueError(message)
        return self._colleges[college](college, rank)

    def _person(self, college: str, _rank: int) -> InventedMember:
        given, family = _drawn(self._people)
        return InventedMember(
            college=college,
            kind=MemberKind.PERSON,
            name=f"{given} {family}",
            given_name=given,
            family_name=family,
            locality=self._random.choice(LOCALITIES),
        )

    def _beneficiary(self, college: str, rank: int) -> InventedMember:
        if rank % ONE_PERSON_IN == ONE_PERSON_IN - 1:
            return self._person(college, rank)
        return self._organisation(college, _drawn(self._structures), self._random.choice(LOCALITIES))

    def _partner(self, college: str, _rank: int) -> InventedMember:
        name, locality = _drawn(self._bodies)
        return self._organisation(college, name, locality or self._random.choice(LOCALITIES))

    def _organisation(self, college: str, name: str, locality: str) -> InventedMember:
        return InventedMember(
            college=college,
            kind=MemberKind.ORGANISATION,
            name=name,
            given_name=None,
            family_name=None,
            locality=locality,
            representative=_drawn(self._voices),
        )


def _public_bodies() -> Iterator[tuple[str, str | None]]:
    """Name invented communes, which lie in themselves, and the bodies around them, which lie anywhere."""
    for root, ending in product(COMMUNE_ROOTS, COMMUNE_ENDINGS):
        yield f"Commune de {root}{ending}", f"{root}{ending}"
    for body, root in product(BODIES, COMMUNE_ROOTS):
        yield f"{body} {root}", None


def _shuffled(random: Random, stock: list[T]) -> list[T]:
    random.shuffle(stock)
    return stock


def _drawn(stock: list[T]) -> T:
    if not stock:
        message = "There are not enough invented names for so many members."
        raise ValueError(message)
    return stock.pop()
