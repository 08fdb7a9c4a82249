"""Read CSV as offices write it: any of three separators, four encodings, a mark of byte order or not."""

import csv
import io
import re
from collections.abc import Iterator

from collegial.kernel.text import t
from collegial.tables.reading.sheets import unreadable

_SEPARATORS = ";,\t"
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_HINT = "sep="
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def read_csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a CSV file, each with the number of its first line.

    Raises Invalid for an encoding that cannot be told, a NUL, or quotes that do not match.
    """
    text = decode(content)
    hint, text, first = _take_hint(text)
    separator = hint or separator_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 0
    try:
        for record in reader:
            yield first + line, record
            line = reader.line_num
    except csv.Error:
        raise unreadable(
            "bad_quotes",
            t("The quotes in line %(line)s do not match: close each one that is opened.", line=first + line),
        ) from None


def decode(content: bytes) -> str:
    """Return the text of a file: by its mark of byte order, else as UTF-8, else as Windows wrote it."""
    encodings = [encoding for mark, encoding in _MARKS if content.startswith(mark)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            raise unreadable(
                "bad_signs", t("This file holds signs that no text can hold. Save it again as CSV in UTF-8.")
            )
        return text
    raise unreadable(
        "bad_encoding",
        t("The letters of this file cannot be read. Save it again as CSV in UTF-8, then send it."),
    )


def separator_of(text: str) -> str:
    """Return the separator that stands most often in the first line that holds anything, outside quotes."""
    line = next((one for one in text.splitlines() if one.strip()), "")
    bare = "".join(line.split('"')[::2])
    return max(_SEPARATORS, key=bare.count)


def _take_hint(text: str) -> tuple[str, str, int]:
    """Take off the line `sep=;` that some programs write first; return it, the rest, and its first line."""
    line, _, rest = text.partition("\n")
    separator = line.strip("\r ").removeprefix(_HINT)
    if line.startswith(_HINT) and len(separator) == 1 and separator in _SEPARATORS:
        return separator, rest, 2
    return "", text, 1
