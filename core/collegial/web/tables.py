"""Answer with a list as a file for a spreadsheet: at once where it is short, else by the page that has it prepared."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from flask import Response, g, request, url_for

from collegial.kernel.errors import Missing, Refused
from collegial.kernel.paging import Counted
from collegial.kernel.text import Text, t
from collegial.tables.writing import FORMATS, Column, Row, write_csv, write_xlsx, writer_for
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import viewer

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TAKER = "list_taker"
Tell = Callable[[int, int | None], None]
_STEP = 2_000


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list as a page gives it, before any of its rows is read."""

    title: Text
    columns: Sequence[Column]
    rows: Iterable[Row]
    file_format: str

    @property
    def name(self) -> str:
        """Return what its file is called."""
        return f"{dated_name(say(self.title))}.{self.file_format}"

    @property
    def media_type(self) -> str:
        """Return the type of its file."""
        return _TYPES[self.file_format]

    def write(self, target: BinaryIO, tell: Tell) -> int:
        """Write its file row by row, and return how many rows it has.

        `tell` hears how many are done, of how many where the list knows it; what it raises ends the writing.
        """
        total = self.rows.total() if isinstance(self.rows, Counted) else None
        writer = writer_for(self.file_format, target, say(self.title), self.columns, say=say)
        done = 0
        try:
            for row in self.rows:
                if done % _STEP == 0:
                    tell(done, total)
                writer.add(row)
                done += 1
            tell(done, done)
        finally:
            writer.close()
        return done


Taker = Callable[[Listing], None]


def table_response(title: Text, columns: Sequence[Column], rows: Iterable[Row], file_format: str) -> Response:
    """Give a list as an attachment named after its title and today; raise Missing for an unknown format.

    For routes `…/export.<file_format>`; only `csv` and `xlsx` are known. A list with more rows than are written while
    someone waits leads to the page that has it prepared: that page asks for the same address again, later, for the
    same reader.
    """
    if file_format not in FORMATS:
        raise Missing(
            "tables.unknown_format", t("Lists are given as CSV or XLSX files. Choose one of these formats.")
        )
    listing = Listing(title=title, columns=columns, rows=rows, file_format=file_format)
    taker: Taker | None = g.get(TAKER)
    if taker is None:
        return _answer(listing)
    taker(listing)
    return Response()


def _answer(listing: Listing) -> Response:
    most, rows = _at_once(listing.file_format), iter(listing.rows)
    first = list(islice(rows, most + 1))
    if len(first) > most:
        if viewer().is_signed_in:
            return _elsewhere(url_for("lists.ask", of=request.full_path.rstrip("?")))
        _refuse_to_visitors(listing)
    return _attached(listing, chain(first, rows))


def _elsewhere(address: str) -> Response:
    return Response(status=303, headers={"Location": address})


def _refuse_to_visitors(listing: Listing) -> None:
    """Let visitors have CSV whatever its length: it costs little, and they have no account to keep a file for."""
    if listing.file_format != "csv":
        raise Refused(
            "tables.too_long",
            t("This list is too long for a workbook that is made at once. Take it as CSV, or sign in."),
        )


def _attached(listing: Listing, rows: Iterable[Row]) -> Response:
    if listing.file_format == "csv":
        written = write_csv(listing.columns, rows, say=say)
    else:
        written = write_xlsx(say(listing.title), listing.columns, rows, say=say)
    return attachment(written, listing.name, listing.media_type)


def _at_once(file_format: str) -> int:
    said = current_program().settings.lists
    return said.csv_at_once if file_format == "csv" else said.xlsx_at_once


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """Give a file to keep, never to be shown as a page; `name` is plain ASCII."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=media_type, headers=headers)


def dated_name(title: str) -> str:
    """Turn a title into the plain name of a file, followed by today's date."""
    program = current_program()
    today = program.today
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return f"{re.sub(r'[^a-z0-9]+', '-', plain).strip('-') or 'list'}-{today.isoformat()}"
