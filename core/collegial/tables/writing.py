"""Write a list as a file for a spreadsheet, CSV or XLSX: typed where the list is, and never a formula."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO, StringIO
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from collegial.kernel.money import Money
from collegial.kernel.text import Text

Say = Callable[[Text], str]
Row = Sequence[object]

# What a spreadsheet takes for the beginning of a formula; the wide forms are read as the narrow ones.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_CONTROL = ("\t", "\r", "\n")
_LONGEST_CELL = 32_767  # XLSX holds no more in one cell
_LONGEST_SHEET_NAME = 31
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
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


def write_csv(columns: Sequence[Column], rows: Iterable[Row], *, say: Say) -> bytes:
    """Write a CSV file as spreadsheets in France open it: UTF-8 with its mark, semicolons, decimal commas."""
    written = StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([_inert(say(column.label)) for column in columns])
    for row in rows:
        writer.writerow([_plain(cell, say) for _, cell in zip(columns, row, strict=True)])
    return written.getvalue().encode("utf-8-sig")


def write_xlsx(title: str, columns: Sequence[Column], rows: Iterable[Row], *, say: Say) -> bytes:
    """Write an XLSX file of one sheet: numbers, amounts and dates as such, the heading always in sight."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = _NOT_IN_XML.sub("", title), "collegial"
    sheet = book.create_sheet(_sheet_name(title))
    table = [[_typed(cell, say) for _, cell in zip(columns, row, strict=True)] for row in rows]
    headings = [say(column.label) for column in columns]
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(heading, table, number - 1)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(table) + 1}"
    sheet.append([_heading(sheet, heading) for heading in headings])
    for row in table:
        sheet.append([_cell(sheet, column, value) for column, value in zip(columns, row, strict=True)])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


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
    """Return what openpyxl writes for a cell."""
    match cell:
        case None | int():
            return cell
        case Money():
            return Decimal(cell.cents).scaleb(-2)
        case Fraction():
            return _decimal(cell, places=10)
        case datetime():
            return cell.replace(tzinfo=None, microsecond=0)  # the format knows no zone
        case date():
            return cell
        case _:
            text = say(cell) if isinstance(cell, Text) else str(cell)
            return _NOT_IN_XML.sub("", text)[:_LONGEST_CELL] or None


def _sheet_name(title: str) -> str | None:
    plain = _NOT_IN_SHEET_NAME.sub(" ", _NOT_IN_XML.sub("", title)).split()
    return " ".join(plain)[:_LONGEST_SHEET_NAME].strip("' ") or None


def _cell(sheet: Any, column: Column, value: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl makes a formula of what begins with "="
        if value.lstrip().startswith(_FORMULA):
            cell.quotePrefix = True  # and a spreadsheet, when the cell is edited
    elif column.kind in _FORMATS:
        cell.number_format = _FORMATS[column.kind]
    return cell


def _heading(sheet: Any, heading: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=heading)
    cell.data_type = "s"
    cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _width(heading: str, table: Sequence[Sequence[Any]], position: int) -> int:
    longest = max((len(str(row[position])) for row in table if row[position] is not None), default=0)
    return min(max(longest, len(heading) // 2, _NARROWEST) + 2, _WIDEST)


def _decimal(share: Fraction, *, places: int) -> Decimal:
    return Decimal(round(share * 10**places)).scaleb(-places)


def _with_comma(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",")
