"""Add, remove and order the colleges and categories of a draft document."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

MOST_ROWS = 20
_NEW: Mapping[str, Mapping[str, Any]] = {
    "colleges": {"name": "", "weight": None},
    "categories": {"name": "", "mandatory": False, "college": None},
}
_STEMS = {"colleges": "college", "categories": "category"}


class RowAct(StrEnum):
    """What a button of the editor does with a row."""

    ADD = "add"
    REMOVE = "remove"
    UP = "up"
    DOWN = "down"


def change_rows(document: Mapping[str, Any], wish: str, *, taken: Collection[str]) -> dict[str, Any]:
    """Return the document after a wish such as `up-colleges-1`; one that fits nothing changes nothing.

    `taken` are the keys of earlier versions: a new row must not take over another's past.
    """
    act, _, rest = wish.partition("-")
    table, _, place = rest.partition("-")
    rows = list(document.get(table) or []) if table in _NEW else []
    if table not in _NEW or act not in set(RowAct):
        return dict(document)
    if act == RowAct.ADD:
        changed = [*rows, _new_row(table, rows, taken)] if len(rows) < MOST_ROWS else rows
    else:
        changed = _changed(rows, RowAct(act), int(place) if place.isdecimal() else len(rows))
    return {**document, table: changed}


def _changed(rows: list[Any], act: RowAct, place: int) -> list[Any]:
    if place >= len(rows):
        return rows
    row, rest = rows[place], [*rows[:place], *rows[place + 1 :]]
    if act is RowAct.REMOVE:
        return rest
    target = max(0, place - 1) if act is RowAct.UP else place + 1
    return [*rest[:target], row, *rest[target:]]


def _new_row(table: str, rows: list[Any], taken: Collection[str]) -> dict[str, Any]:
    used = {*taken, *(row.get("key") for row in rows)}
    number = len(rows) + 1
    while f"{_STEMS[table]}-{number}" in used:
        number += 1
    return {"key": f"{_STEMS[table]}-{number}", **_NEW[table]}
