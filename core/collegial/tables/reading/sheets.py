"""What a file of rows becomes: headers, numbered rows, every cell as plain text; and how large it may be."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t

_LETTERS = 26


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How large a file may be; sizes in bytes, a cell in signs.

    `unpacked` and `ratio` bound what the parts of an XLSX file become once they are unpacked, `tags`
    and `cells` what they may hold, so that a small file cannot fill the memory.
    """

    size: int = 8_000_000
    rows: int = 20_000
    columns: int = 60
    cell: int = 2_000
    unpacked: int = 60_000_000
    ratio: int = 150
    parts: int = 500
    frame: int = 3_000_000
    tags: int = 6_000_000
    cells: int = 600_000


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row under the headers; `number` is the one that the spreadsheet shows, `cells` as many as headers."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table as it was read; a date stands as `2026-12-31`, a number as `1234.5`, an empty cell as ``."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]


def column_letter(position: int) -> str:
    """Return the name that spreadsheets give a column, counted from 0: `A`, `Z`, `AA`."""
    letters, position = "", position + 1
    while position:
        position, rest = divmod(position - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def build_sheet(records: Iterable[tuple[int, list[str]]], limits: Limits) -> Sheet:
    """Build a table from numbered records; the first one that holds anything gives the headers.

    Raises Invalid when there are no headers or no rows, or more than the limits let in.
    """
    filled = _filled(records, limits)
    _, headers = next(filled, (0, []))
    if not headers:
        raise unreadable("empty", t("This file holds no table: its first sheet is empty."))
    rows = [Row(number=number, cells=tuple(cells)) for number, cells in _bounded(filled, limits)]
    if not rows:
        raise unreadable("no_rows", t("This file has a line of titles and no row under it."))
    return _squared(headers, rows)


def unreadable(code: str, text: Text) -> Invalid:
    """Return the refusal of a file, at the field that holds it."""
    return Invalid(f"tables.{code}", text, field="file")


def _filled(records: Iterable[tuple[int, list[str]]], limits: Limits) -> Iterator[tuple[int, list[str]]]:
    for number, record in records:
        cells = [_plain(cell) for cell in record]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            _check_width(number, cells, limits)
            yield number, cells


def _bounded(records: Iterable[tuple[int, list[str]]], limits: Limits) -> Iterator[tuple[int, list[str]]]:
    for count, record in enumerate(records, start=1):
        if count > limits.rows:
            raise unreadable(
                "too_many_rows",
                t(
                    "This file has more than %(most)s rows: cut it into several files.",
                    most=Decimal(limits.rows),
                ),
            )
        yield record


def _check_width(number: int, cells: list[str], limits: Limits) -> None:
    if len(cells) > limits.columns:
        raise unreadable(
            "too_many_columns",
            t(
                "Row %(row)s has %(count)s columns; at most %(most)s are read. Remove those that are not needed.",
                row=number, count=len(cells), most=limits.columns,
            ),
        )  # fmt: skip
    for position, cell in enumerate(cells):
        if len(cell) > limits.cell:
            raise unreadable(
                "cell_too_long",
                t(
                    "The cell %(cell)s holds more than %(most)s characters: shorten it, then send the file again.",
                    cell=f"{column_letter(position)}{number}", most=Decimal(limits.cell),
                ),
            )  # fmt: skip


def _plain(cell: str) -> str:
    """Trim a cell, and write its letters in one way: an é of two signs would never be found again."""
    return unicodedata.normalize("NFC", cell).strip()


def _squared(headers: list[str], rows: list[Row]) -> Sheet:
    """Give every row as many cells as there are columns."""
    width = max(len(headers), *(len(row.cells) for row in rows))
    return Sheet(
        headers=_stretch(tuple(headers), width),
        rows=tuple(Row(number=row.number, cells=_stretch(row.cells, width)) for row in rows),
    )


def _stretch(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*cells, *[""] * (width - len(cells)))
