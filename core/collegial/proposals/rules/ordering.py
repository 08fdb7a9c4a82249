"""The order of a draft's axes and actions: what a move makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Row = TypeVar("Row")
Outline = Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a piece stands, by keys: an action in an axis, an axis in none; after another, or first."""

    axis: str | None = None
    after: str | None = None


def put_at(outline: Outline, key: str, place: Place) -> Outline | None:
    """Return the outline with a piece at a place; None when the piece or the place is not there."""
    if place.axis is None:
        return _put_axis(outline, key, place.after)
    homes = dict(outline)
    if place.axis not in homes or not any(key in within for within in homes.values()):
        return None
    others = [(axis, [one for one in within if one != key]) for axis, within in outline]
    moved = [
        (axis, _inserted(within, key, place.after) if axis == place.axis else within)
        for axis, within in others
    ]
    return None if any(within is None for _, within in moved) else [(axis, w or []) for axis, w in moved]


def place_of(outline: Outline, key: str) -> Place | None:
    """Return where a piece stands; None when it does not."""
    axes = [axis for axis, _ in outline]
    if key in axes:
        return Place(after=_before(axes, key))
    for axis, within in outline:
        if key in within:
            return Place(axis=axis, after=_before(within, key))
    return None


def places_for(outline: Outline, key: str) -> list[Place]:
    """Return every place that a piece can go to, in order, without the one it has."""
    axes = [axis for axis, _ in outline]
    if key in axes:
        found = [Place(after=after) for after in (None, *(one for one in axes if one != key))]
    else:
        found = [
            Place(axis=axis, after=after)
            for axis, within in outline
            for after in (None, *(one for one in within if one != key))
        ]
    return [one for one in found if one != place_of(outline, key)]


def shifted(outline: Outline, key: str, by: int) -> Outline:
    """Return the outline with a piece moved up (-1) or down (1) by one place.

    An action goes from the first or last place to the next axis there; what stands at the end stays.
    """
    axes = [axis for axis, _ in outline]
    if key in axes:
        return _swapped(list(outline), axes.index(key), by)
    at = next(place for place, (_, within) in enumerate(outline) if key in within)
    within = outline[at][1]
    if 0 <= within.index(key) + by < len(within):
        changed = [(outline[at][0], _swapped(list(within), within.index(key), by))]
        return [*outline[:at], *changed, *outline[at + 1 :]]
    if not 0 <= at + by < len(outline):
        return outline
    beside, there = outline[at + by]
    return put_at(outline, key, Place(axis=beside, after=there[-1] if by < 0 and there else None)) or outline


def _put_axis(outline: Outline, key: str, after: str | None) -> Outline | None:
    homes = dict(outline)
    order = _inserted([axis for axis in homes if axis != key], key, after)
    return None if key not in homes or order is None else [(axis, homes[axis]) for axis in order]


def _inserted(rows: Sequence[str], key: str, after: str | None) -> list[str] | None:
    if after is None:
        return [key, *rows]
    if after not in rows:
        return None
    at = rows.index(after) + 1
    return [*rows[:at], key, *rows[at:]]


def _before(rows: Sequence[str], key: str) -> str | None:
    at = rows.index(key)
    return rows[at - 1] if at else None


def _swapped(rows: list[Row], at: int, by: int) -> list[Row]:
    if 0 <= at + by < len(rows):
        rows[at], rows[at + by] = rows[at + by], rows[at]
    return rows
