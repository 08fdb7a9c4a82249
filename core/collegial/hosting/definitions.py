"""What a database of SQLite is made of: as it stands, and as the migrations make it."""

import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path

from collegial.hosting.migrations import Owner, belongs_to, make_tables
from collegial.kernel.database import Database

Definitions = Counter[tuple[str, str, str]]  # kind, name, and what was said to define it
_ALL = "SELECT type, name, coalesce(tbl_name, '') || ' ' || coalesce(sql, '') FROM sqlite_master"
_MARKS = re.compile(r"'[^']*'|[(),]")
_FIGURES = {
    ("table", "sqlite_stat1"),
    ("table", "sqlite_stat4"),
    ("table", "sqlite_sequence"),
}  # SQLite's own


def made_definitions(owned: Mapping[Owner, str]) -> Definitions:
    """Return what the migrations make in an empty database, of owners in their order, each at a revision."""
    return _made(tuple(owned.items()))


@cache
def _made(owned: Sequence[tuple[Owner, str]]) -> Definitions:
    with tempfile.TemporaryDirectory(prefix="collegial-") as folder:
        place = Path(folder) / "empty.db"
        database = Database(f"sqlite:///{place}", foreign_keys=False)
        try:
            with database.engine.begin() as connection:
                make_tables(connection, dict(owned))
            with closing(sqlite3.connect(place)) as made:
                return definitions(made)
        finally:
            database.close()


def definitions(opened: sqlite3.Connection) -> Definitions:
    """Return what a database is made of, each table however it was spaced and quoted."""
    rows = opened.execute(_ALL).fetchall()
    return Counter((kind, name, _plain(said)) for kind, name, said in rows if (kind, name) not in _FIGURES)


def tables_of(found: Definitions, modules: Collection[str]) -> list[str]:
    """Return the plain tables that modules made, by their names: nothing here knows their migrations."""
    return sorted(
        name
        for kind, name, said in found
        if kind == "table" and belongs_to(name, modules) and " CREATE TABLE " in said
    )


def on_other_tables(found: Definitions, tables: Collection[str]) -> Definitions:
    """Return what is not defined on these tables: a view, which is on none, stays."""
    left = {
        (kind, name, said): number
        for (kind, name, said), number in found.items()
        if _table(said) not in tables
    }
    return Counter(left)


def _table(said: str) -> str:
    return said.partition(" ")[0]


def differing(made: Definitions, found: Definitions) -> list[str]:
    """Return the kinds and names of what stands in one alone, or otherwise in the other."""
    return sorted({f"{kind} {name}" for kind, name, _said in (found - made) + (made - found)})


def _plain(said: str) -> str:
    """Leave out spaces, quotes and order within a table: one that a migration rebuilds has its rules in any order."""
    words = " ".join(said.replace('"', "").split())
    head, _, rest = words.partition("(")
    if " CREATE TABLE " not in head:
        return said
    body, _, end = rest.rpartition(")")
    return f"{head}({', '.join(sorted(_parts(body)))}){end}"


def _parts(body: str) -> Iterator[str]:
    """Cut what stands in brackets at its commas, but for those in brackets or texts within."""
    depth, start = 0, 0
    for found in _MARKS.finditer(body):
        depth += {"(": 1, ")": -1}.get(found.group(), 0)
        if found.group() == "," and depth == 0:
            yield body[start : found.start()].strip()
            start = found.end()
    yield body[start:].strip()
