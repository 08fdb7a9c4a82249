"""Answer with a list as a file for a spreadsheet."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from flask import Response

from collegial.kernel.errors import Missing
from collegial.kernel.text import Text, t
from collegial.tables.writing import Column, Row, write_csv, write_xlsx
from collegial.web.languages import say
from collegial.web.program import current_program

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_response(title: Text, columns: Sequence[Column], rows: Iterable[Row], file_format: str) -> Response:
    """Give a list as an attachment named after its title and today; raise Missing for an unknown format.

    For routes `…/export.<file_format>`; only `csv` and `xlsx` are known.
    """
    if file_format not in _TYPES:
        raise Missing(
            "tables.unknown_format", t("Lists are given as CSV or XLSX files. Choose one of these formats.")
        )
    written = (
        write_csv(columns, rows, say=say)
        if file_format == "csv"
        else write_xlsx(say(title), columns, rows, say=say)
    )
    return attachment(written, f"{dated_name(say(title))}.{file_format}", _TYPES[file_format])


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
