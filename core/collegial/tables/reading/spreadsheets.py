"""Read XLSX without trust: every part is measured before any of it is built in memory."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

# The one class of the library that reads row by row.
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from collegial.kernel.errors import DomainError, Invalid
from collegial.kernel.text import t
from collegial.tables.reading.kinds import broken
from collegial.tables.reading.sheets import Limits, unreadable

_ENCRYPTED = 0x1
_PIECE = 1 << 18
_OVERLAP = 16
_CELL = re.compile(rb"<(?:[A-Za-z]\w*:)?c[\s/>]")
_LARGE_PARTS = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)
_XML = (".xml", ".rels", ".vml")
_LAST_ROW = 1_048_576
_DIGITS = 15  # what a spreadsheet keeps of a number: more would show how computers write decimals


def read_xlsx(content: bytes, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first visible sheet, each with its number; formulas give their last result.

    Raises Invalid for a file that is damaged, protected, or unpacks to more than the limits let in.
    """
    with _guarded():
        check_archive(content, limits)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = _first_sheet(book.worksheets)
        sheet.reset_dimensions()  # what the file says of its own size is not believed
        rows = sheet.iter_rows(max_col=limits.columns + 1, values_only=True)
        for number, row in enumerate(rows, start=1):
            if number > _LAST_ROW:
                raise broken()
            if any(value is not None for value in row):
                yield number, [_text(value) for value in row]


def check_archive(content: bytes, limits: Limits) -> None:
    """Measure what is packed in a file before any of it is read; raise Invalid `tables.bomb` and others."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise unreadable("protected", t("This file is protected by a password: save it without one."))
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > limits.parts or unpacked > min(limits.unpacked, limits.ratio * len(content)):
            raise _bomb()
        tags = cells = 0
        for part in parts:
            if part.filename.lower().endswith(_XML):
                found = _measure(archive, part, limits)
                tags, cells = tags + found[0], cells + found[1]
                if tags > limits.tags or cells > limits.cells:
                    raise _bomb()


def _measure(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> tuple[int, int]:
    """Return how many tags and cells a part holds; it is unpacked piece by piece and nothing is kept."""
    if part.file_size > limits.frame and not _LARGE_PARTS.fullmatch(part.filename):
        raise _bomb()
    tags = cells = 0
    kept = b""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            bare = piece.replace(b"\x00", b"")  # UTF-16 hides the same tags between zeros
            tags += bare.count(b"<")
            seen = kept + bare
            cells += len(_CELL.findall(seen)) - len(_CELL.findall(kept))
            if b"<!doctype" in seen.lower() or b"<!entity" in seen.lower():
                raise broken()
            kept = seen[-_OVERLAP:]
    return tags, cells


@contextmanager
def _guarded() -> Iterator[None]:
    """Turn whatever a hostile or damaged file makes the library raise into one refusal."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the library cannot show of a sheet, we do not need
            yield
    except DomainError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, MemoryError, RecursionError, *_LIBRARY_ERRORS):
        raise broken() from None


# The library reads XML that anyone may have written, and lets through what its own lines meet on the way.
_LIBRARY_ERRORS = (ArithmeticError, AttributeError, LookupError, OSError, SyntaxError, TypeError, ValueError,
                   NotImplementedError, AssertionError)  # fmt: skip


def _first_sheet(sheets: list[Any]) -> ReadOnlyWorksheet:
    for sheet in sheets:
        if isinstance(sheet, ReadOnlyWorksheet) and sheet.sheet_state == "visible":
            return sheet
    raise unreadable("empty", t("This file holds no table: its first sheet is empty."))


def _text(value: object) -> str:
    """Write a cell as text: dates as ISO, numbers with a full stop, a yes or a no as such."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value).replace("\x00", "")


def _number(value: float) -> str:
    written = format(Decimal(f"{value:.{_DIGITS}g}"), "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _bomb() -> Invalid:
    return unreadable(
        "bomb",
        t(
            "This spreadsheet unpacks to far more than a list needs: copy the list into a new file, and send that one."
        ),
    )
