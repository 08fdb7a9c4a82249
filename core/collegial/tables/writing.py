"""Write a list as a file for a spreadsheet, CSV or XLSX: typed where the list is, and never a formula."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO, TextIOWrapper
from typing import Any, BinaryIO, Literal, Protocol

from collegial.kernel.money import Money
from collegial.kernel.text import Text

Say = Callable[[Text], str]
Row = Sequence[object]
FORMATS = ("csv", "xlsx")

# What a spreadsheet takes for the beginning of a formula; the wide forms are read as the narrow ones.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_CONTROL = ("\t", "\r", "\n")
_LONGEST_CELL = 32_767  # XLSX holds no more in one cell
_LONGEST_SHEET_NAME = 31
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_FIRST_YEAR = 1900  # XLSX knows no day before
_WIDEST, _NARROWEST = 60, 9
_FORMATS = {
    "number": "#,##0",
    "money": '#,##0.00 "€"',
    "date": "dd/mm/yyyy",
    "moment": "dd/mm/yyyy hh:mm",
    "share": "0.00%",
}


@dataclass(frozen=True)
class Column:
    """A column: its heading, and what its cells hold.

    A cell is None, or: `text` a str or a Text; `number` an int; `money` a Money; `date` a date; `moment`
    an aware datetime, in the zone it is to be read in; `share` a Fraction.
    """

    label: Text
    kind: Literal["text", "number", "money", "date", "moment", "share"] = "text"


class TableWriter(Protocol):
    """Writes a list row by row into a file, in the same memory however many rows there are."""

    def add(self, row: Row) -> None:
        """Write one row; raises ValueError for one that has not a cell for each column."""

    def close(self) -> None:
        """Write what is left; the file stays open."""


class CsvWriter:
    """Writes CSV as spreadsheets in France open it: UTF-8 with its mark, semicolons, decimal commas."""

    def __init__(self, target: BinaryIO, columns: Sequence[Column], *, say: Say) -> None:
        self._columns, self._say = columns, say
        self._text = TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=False)
        self._lines = csv.writer(self._text, delimiter=";", lineterminator="\r\n")
        self._lines.writerow([_inert(say(column.label)) for column in columns])

    def add(self, row: Row) -> None:
        """Write one row."""
        self._lines.writerow([_plain(cell, self._say) for _, cell in zip(self._columns, row, strict=True)])

    def close(self) -> None:
        """Write what is left."""
        self._text.detach()


class XlsxWriter:
    """Writes XLSX of one sheet: numbers, amounts and dates as such, the heading always in sight."""

    def __init__(self, target: BinaryIO, title: str, columns: Sequence[Column], *, say: Say) -> None:
        from xlsxwriter import Workbook  # noqa: PLC0415 (large, and no start needs it)

        self._columns, self._say = columns, say
        self._book = Workbook(target, {"constant_memory": True, "strings_to_formulas": False})
        self._book.set_properties({"title": _NOT_IN_XML.sub("", title), "author": "collegial"})
        self._sheet = self._book.add_worksheet(_sheet_name(title))
        self._sheet.freeze_panes(1, 0)
        self._formats = {kind: self._book.add_format({"num_format": said}) for kind, said in _FORMATS.items()}
        self._quoted = self._book.add_format({"quote_prefix": True})
        self._count, self._widths = 0, [0] * len(columns)
        self._write_headings([say(column.label) for column in columns])

    def _write_headings(self, headings: Sequence[str]) -> None:
        bold = self._book.add_format({"bold": True, "valign": "top", "text_wrap": True})
        for position, heading in enumerate(headings):
            self._sheet.write_string(0, position, _in_cell(heading), bold)
            self._widths[position] = max(len(heading) // 2, _NARROWEST)

    def add(self, row: Row) -> None:
        """Write one row."""
        self._count += 1
        for position, (column, cell) in enumerate(zip(self._columns, row, strict=True)):
            value = _typed(cell, self._say)
            if value is not None:
                self._write(position, column, value)

    def _write(self, position: int, column: Column, value: Any) -> None:
        self._widths[position] = max(self._widths[position], len(str(value)))
        if isinstance(value, str):
            # A spreadsheet makes a formula of it when it is edited.
            is_like_formula = value.lstrip().startswith(_FORMULA)
            self._sheet.write_string(self._count, position, value, self._quoted if is_like_formula else None)
        elif isinstance(value, date):
            self._sheet.write_datetime(self._count, position, value, self._formats.get(column.kind))
        else:
            self._sheet.write_number(self._count, position, value, self._formats.get(column.kind))

    def close(self) -> None:
        """Put the workbook together."""
        for position, width in enumerate(self._widths):
            self._sheet.set_column(position, position, min(width + 2, _WIDEST))
        self._sheet.autofilter(0, 0, self._count, len(self._columns) - 1)
        self._book.close()


def writer_for(
    file_format: str, target: BinaryIO, title: str, columns: Sequence[Column], *, say: Say
) -> TableWriter:
    """Return what writes a list in one of the FORMATS."""
    if file_format == "csv":
        return CsvWriter(target, columns, say=say)
    return XlsxWriter(target, title, columns, say=say)


def write_csv(columns: Sequence[Column], rows: Iterable[Row], *, say: Say) -> bytes:
    """Return a list as a CSV file."""
    return _written("csv", "", columns, rows, say)


def write_xlsx(title: str, columns: Sequence[Column], rows: Iterable[Row], *, say: Say) -> bytes:
    """Return a list as an XLSX file."""
    return _written("xlsx", title, columns, rows, say)


def _written(file_format: str, title: str, columns: Sequence[Column], rows: Iterable[Row], say: Say) -> bytes:
    target = BytesIO()
    writer = writer_for(file_format, target, title, columns, say=say)
    try:
        for row in rows:
            writer.add(row)
    finally:
        writer.close()
    return target.getvalue()


def _plain(cell: object, say: Say) -> str:
    """Write a cell for CSV; only what people typed can be taken for a formula."""
    match cell:
        case None:
            written = ""
        case Money():
            written = _with_comma(Decimal(cell.cents).scaleb(-2))
        case Fraction():
            written = f"{_with_comma(_decimal(cell * 100, places=6).normalize())} %"
        case datetime():
            written = f"{cell:%Y-%m-%d %H:%M}"
        case date() | int():
            written = str(cell)
        case _:
            written = _inert(say(cell) if isinstance(cell, Text) else str(cell))
    return written


def _inert(text: str) -> str:
    """Put an apostrophe before what would be a formula: spreadsheets then show it and compute nothing."""
    return f"'{text}" if text.startswith(_CONTROL) or text.lstrip().startswith(_FORMULA) else text


def _typed(cell: object, say: Say) -> Any:
    """Return what is written for a cell of a sheet."""
    match cell:
        case None | int():
            return cell
        case Money():
            return Decimal(cell.cents).scaleb(-2)
        case Fraction():
            return _decimal(cell, places=10)
        case datetime() if cell.year >= _FIRST_YEAR:
            return cell.replace(tzinfo=None, microsecond=0)  # the format knows no zone
        case date():
            return cell if cell.year >= _FIRST_YEAR else cell.isoformat()
        case _:
            text = say(cell) if isinstance(cell, Text) else str(cell)
            return _in_cell(text) or None


def _in_cell(text: str) -> str:
    return _cut(_NOT_IN_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n"), _LONGEST_CELL)


def _sheet_name(title: str) -> str | None:
    plain = _NOT_IN_SHEET_NAME.sub(" ", _NOT_IN_XML.sub("", title)).split()
    return _cut(" ".join(plain), _LONGEST_SHEET_NAME).strip("' ") or None


def _cut(text: str, longest: int) -> str:
    """Shorten a text to what a spreadsheet holds, which counts in UTF-16."""
    return text.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", "ignore")


def _decimal(share: Fraction, *, places: int) -> Decimal:
    return Decimal(round(share * 10**places)).scaleb(-places)


def _with_comma(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",")
