"""The map: places of a territory, each with the ground that is nearest to it, drawn without anybody's help."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from collegial.kernel.errors import Invalid
from collegial.kernel.text import t

Point = tuple[float, float]
SCALE = 100_000  # coordinates are kept as whole hundred-thousandths of a degree: about a metre
NORTHMOST, EASTMOST = 85, 180
_WIDTH = 1000.0
_REACH = 1.05  # how far the ground of a place goes where no other is near, in medians of the distances
_SIDES = 28
_LEAST_PLACES = 2


class UnreadableTerritory(Exception):
    """The file of the territory cannot be used; the message says why."""


@dataclass(frozen=True, kw_only=True)
class TownPlace:
    """A commune: its name as actors write it, the territory it is part of, where it is in degrees."""

    name: str
    territory: str
    north: float
    east: float


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A place on the map: where it stands, and the outline of its ground."""

    place: TownPlace
    at: Point
    outline: Sequence[Point]

    @property
    def points(self) -> str:
        """Return the outline as SVG writes it."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.outline)


class TerritoryMap:
    """The map of a territory: its places, and where coordinates come to stand on it."""

    def __init__(self, places: Sequence[TownPlace]) -> None:
        if len(places) < _LEAST_PLACES:
            raise UnreadableTerritory("it names fewer than two places")
        self.places = places
        self._squeeze = math.cos(math.radians(sum(one.north for one in places) / len(places)))
        grounds = [self._ground(one) for one in places]
        every = [point for ground in grounds for point in ground]
        self._left, self._top = min(x for x, _ in every), min(y for _, y in every)
        spread = max(x for x, _ in every) - self._left
        self._factor = _WIDTH / spread
        self.height = (max(y for _, y in every) - self._top) * self._factor
        self.cells = [
            Cell(
                place=one, at=self.at(one.north, one.east), outline=[self._scaled(point) for point in ground]
            )
            for one, ground in zip(places, grounds, strict=True)
        ]

    width = _WIDTH

    @property
    def territories(self) -> list[str]:
        """Return the names of the territories, each once."""
        return list(dict.fromkeys(one.territory for one in self.places))

    def names_in(self, territory: str) -> list[str]:
        """Return the places of a territory."""
        return [one.name for one in self.places if one.territory == territory]

    def at(self, north: float, east: float) -> Point:
        """Return where coordinates come to stand."""
        return self._scaled(self._flat(north, east))

    def holds(self, point: Point) -> bool:
        """Tell whether a point lies within the picture."""
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height

    def _flat(self, north: float, east: float) -> Point:
        return east * self._squeeze, -north

    def _scaled(self, point: Point) -> Point:
        return (point[0] - self._left) * self._factor, (point[1] - self._top) * self._factor

    @cached_property
    def _reach(self) -> float:
        flat = [self._flat(one.north, one.east) for one in self.places]
        nearest = sorted(min(math.dist(one, other) for other in flat if other != one) for one in flat)
        return _REACH * nearest[len(nearest) // 2]

    def _ground(self, place: TownPlace) -> Sequence[Point]:
        """Return a round around the place, cut halfway to each other one."""
        centre = self._flat(place.north, place.east)
        outline = list(_round(centre, self._reach))
        for other in self.places:
            if other is not place:
                outline = list(_nearer(outline, centre, self._flat(other.north, other.east)))
        return outline


def _round(centre: Point, reach: float) -> Iterator[Point]:
    for step in range(_SIDES):
        angle = 2 * math.pi * step / _SIDES
        yield centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle)


def _nearer(outline: Sequence[Point], centre: Point, other: Point) -> Iterator[Point]:
    """Yield the part of an outline that is nearer to the centre than to another point (Sutherland and Hodgman)."""
    middle = ((centre[0] + other[0]) / 2, (centre[1] + other[1]) / 2)
    toward = (other[0] - centre[0], other[1] - centre[1])

    def beyond(point: Point) -> float:
        return (point[0] - middle[0]) * toward[0] + (point[1] - middle[1]) * toward[1]

    for start, end in zip(outline, [*outline[1:], *outline[:1]], strict=True):
        here, there = beyond(start), beyond(end)
        if here <= 0:
            yield start
        if (here <= 0) != (there <= 0):
            share = here / (here - there)
            yield start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def read_territory(document: Mapping[str, Any]) -> TerritoryMap:
    """Read the places of a document: a list `territories`, each with `name` and `places` of name, north, east.

    Raises UnreadableTerritory with the first thing that is wrong.
    """
    try:
        places = [
            TownPlace(
                name=str(one["name"]),
                territory=str(group["name"]),
                north=_degrees(one["north"], NORTHMOST),
                east=_degrees(one["east"], EASTMOST),
            )
            for group in document["territories"]
            for one in group["places"]
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableTerritory(f"something is missing or of another kind: {error}") from None
    names = [one.name for one in places]
    twice = next((one for one in names if names.count(one) > 1), None)
    if twice is not None:
        raise UnreadableTerritory(f"{twice} stands there twice")
    if len({(one.north, one.east) for one in places}) != len(places):
        raise UnreadableTerritory("two places stand at one point")
    return TerritoryMap(places)


def _degrees(value: Any, most: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        raise UnreadableTerritory(f"{value!r} is no coordinate in degrees, from -{most} to {most}")
    return float(value)


def read_coordinates(north: str, east: str) -> tuple[int, int] | None:
    """Return what the staff wrote, in hundred-thousandths of a degree; None for nothing. Raises Invalid."""
    if not north.strip() and not east.strip():
        return None
    return _written(north, NORTHMOST, "north"), _written(east, EASTMOST, "east")


def _written(value: str, most: int, field: str) -> int:
    try:
        degrees = float(value.strip().replace(",", "."))
    except ValueError:
        degrees = math.nan
    if not -most <= degrees <= most:
        raise Invalid(
            "atlas.no_coordinate",
            t(
                "Write degrees with decimals, such as 48.1173, from -%(most)s to %(most)s; or leave both empty.",
                most=most,
            ),
            field=field,
        )
    return round(degrees * SCALE)
