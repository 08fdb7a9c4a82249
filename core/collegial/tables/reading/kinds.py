"""Which format a file has, by what it holds: its name and the browser's word prove nothing."""

import enum
import io
import zipfile

from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t
from collegial.tables.reading.sheets import Limits, unreadable

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"
# Control signs that no text of a table holds; tab, line feed and carriage return are left out.
_CONTROL = bytes(sign for sign in range(32) if sign not in b"\t\n\r\f")
# Texts that are no tables, though every one of them could be read as a column of something.
_OTHER_TEXTS = (b"%pdf", b"<!doctype", b"<html", b"<?xml", b"<svg", b"{\\rtf", b"%!ps", b"#!")
_KINDS: tuple[tuple[tuple[bytes, ...], Text], ...] = (
    ((b"mz", b"\x7felf", b"#!", b"\xca\xfe\xba\xbe"), t("a program")),
    ((b"%pdf", b"%!ps"), t("a PDF document")),
    ((b"\x89png", b"\xff\xd8\xff", b"gif8", b"bm", b"riff", b"<svg"), t("a picture")),
    ((b"pk", b"rar!", b"7z\xbc\xaf", b"\x1f\x8b"), t("an archive")),
    ((b"<!doctype", b"<html", b"<?xml"), t("a web page or an XML file")),
    ((b"{\\rtf",), t("a text document")),
)
_BOOK = "xl/workbook.xml"
_HEAD = 4096


class TableFormat(enum.Enum):
    """The formats that are read and written."""

    CSV = "csv"
    XLSX = "xlsx"


def format_of(content: bytes, limits: Limits | None = None) -> TableFormat:
    """Return the format of a file; raises Invalid with its own code for anything else."""
    limits = limits or Limits()
    if not content.strip():
        raise unreadable("empty", t("This file is empty."))
    if len(content) > limits.size:
        raise unreadable(
            "too_large",
            t("This file is too large: at most %(most)s MB are read.", most=limits.size // 1_000_000),
        )
    if content.startswith(_ZIP):
        return _format_of_archive(content)
    if content.startswith(_OLD_OFFICE):
        raise unreadable(
            "old_office",
            t(
                "This is a file of an old office program, or one with a password. "
                "Save it as XLSX without a password, or as CSV."
            ),
        )
    if _is_text(content):
        return TableFormat.CSV
    raise _other(content)


def _format_of_archive(content: bytes) -> TableFormat:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise broken() from None
    if _BOOK in names:
        return TableFormat.XLSX
    if "mimetype" in names and "content.xml" in names:
        raise unreadable(
            "open_document",
            t("This is a file of LibreOffice: save it as XLSX or as CSV, then send it again."),
        )
    raise _other(content)


def _is_text(content: bytes) -> bool:
    if content.startswith(_UTF16):
        return True
    head = content[:_HEAD].removeprefix(_BOM).lstrip().lower()
    return not head.startswith(_OTHER_TEXTS) and content.translate(None, _CONTROL) == content


def broken() -> Invalid:
    """Return the refusal of a spreadsheet whose inside does not hold together."""
    return unreadable(
        "broken", t("This spreadsheet is damaged. Open it, save it again as XLSX or as CSV, then send it.")
    )


def _other(content: bytes) -> Invalid:
    return unreadable(
        "other_kind",
        t(
            "This is neither a CSV nor an XLSX file, whatever its name says: it looks like %(kind)s. "
            "Save the list as XLSX or as CSV, and send that file.",
            kind=_name(content),
        ),
    )


def _name(content: bytes) -> Text:
    """Return what the first bytes say, in plain words."""
    head = content[:_HEAD].lstrip().lower()
    return next((name for start, name in _KINDS if head.startswith(start)), t("a file of another kind"))
