"""Where the names of communes stand on the map, so that none lies on a number or on another name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Point = tuple[float, float]
Box = tuple[float, float, float, float]
# The size of a letter and of a line, in units of the map, as the style sheet draws them.
LETTER, LINE = 11.0, 24.0


@dataclass(frozen=True, kw_only=True)
class Circle:
    """A number on the map: the name of its commune, its middle, its radius."""

    name: str
    at: Point
    radius: float


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name where it is drawn; `anchor` says which of its ends, or its middle, stands at the point."""

    at: Point
    anchor: str


def placed_names(circles: Iterable[Circle]) -> dict[str, Name]:
    """Return where each name stands: below its number, else above, right, left; one without room is left out."""
    shown = list(circles)
    taken = [_around(one) for one in shown]
    found: dict[str, Name] = {}
    for one in sorted(shown, key=lambda each: (-each.radius, each.name)):
        for name in _places(one):
            box = _box(one.name, name)
            if not any(_meet(box, other) for other in taken):
                found[one.name] = name
                taken.append(box)
                break
    return found


def _places(one: Circle) -> Iterator[Name]:
    (x, y), off = one.at, one.radius
    yield Name(at=(x, y + off + LINE * 0.9), anchor="middle")
    yield Name(at=(x, y - off - LINE * 0.4), anchor="middle")
    yield Name(at=(x + off + 6, y + LINE * 0.3), anchor="start")
    yield Name(at=(x - off - 6, y + LINE * 0.3), anchor="end")


def _box(text: str, name: Name) -> Box:
    wide, (x, y) = len(text) * LETTER, name.at
    left = {"middle": x - wide / 2, "start": x, "end": x - wide}[name.anchor]
    return left, y - LINE * 0.8, left + wide, y + LINE * 0.2


def _around(one: Circle) -> Box:
    (x, y), off = one.at, one.radius
    return x - off, y - off, x + off, y + off


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
