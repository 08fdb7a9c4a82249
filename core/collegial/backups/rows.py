"""Read the rows of a PostgreSQL archive and nothing else of it: none of its statements is ever run.

`pg_restore` writes an archive as a script. Of that, rows and the places of sequences are taken; whatever else it says,
but for what each such script holds, is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from collegial.backups.manifest import UnusableBackup
from collegial.kernel.text import t

_PIECE = 1 << 20  # bytes of a line that are taken at once, however long it is
_TOLD = 80
_END = b"\\.\n"
_NAME = rb'(?:[a-z_][a-z0-9_]*|"(?:[^"\n]|"")+")'
_COPY = re.compile(rb"COPY (?:%b\.)?(%b) \((%b(?:, %b)*)\) FROM stdin;\n" % (_NAME, _NAME, _NAME, _NAME))
_PLACE = re.compile(rb"SELECT pg_catalog\.setval\('(?:%b\.)?(%b)', (\d+), (true|false)\);\n" % (_NAME, _NAME))
# How a script is to be read; none of it changes what rows say, but for their encoding, which must be this one.
_USUAL = re.compile(
    rb"\n|--.*\n|SET client_encoding = 'UTF8';\n|SET (?!client_encoding)[a-z_]+ = [^;\n]*;\n"
    rb"|SELECT pg_catalog\.set_config\('search_path', '', false\);\n|\\(?:un)?restrict \w+\n"
)


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of a table as PostgreSQL copies them, in pieces; they must be read before what follows them."""

    table: str
    columns: tuple[str, ...]
    pieces: Iterator[bytes]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a sequence stands."""

    sequence: str
    value: int
    is_called: bool


def contents(script: IO[bytes]) -> Iterator[Rows | Place]:
    """Yield what a script holds; raises UnusableBackup at the first statement that is none of ours."""
    while line := script.readline(_PIECE):
        if copied := _COPY.fullmatch(line):
            columns = tuple(map(_plain, re.findall(_NAME, copied[2])))
            yield Rows(table=_plain(copied[1]), columns=columns, pieces=_until_end(script))
        elif placed := _PLACE.fullmatch(line):
            yield Place(sequence=_plain(placed[1]), value=int(placed[2]), is_called=placed[3] == b"true")
        elif not _USUAL.fullmatch(line):
            raise UnusableBackup(
                t(
                    "Its database holds a statement that no backup has: %(statement)s. It was not run.",
                    statement=line[:_TOLD].decode(errors="replace").strip(),
                )
            )


def _until_end(script: IO[bytes]) -> Iterator[bytes]:
    is_beginning = True
    while piece := script.readline(_PIECE):
        if is_beginning and piece == _END:
            return
        yield piece
        is_beginning = piece.endswith(b"\n")
    raise UnusableBackup(t("Its database is cut within a table."))


def _plain(name: bytes) -> str:
    """Return a name as the database holds it."""
    said = name.decode()
    return said[1:-1].replace('""', '"') if said.startswith('"') else said
