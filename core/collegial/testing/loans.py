"""Databases that go from one test to the next, each time as they were at first."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from collegial.testing.postgres import LENDER, Databases

# What is rolled back or deleted stays in the files: a copy serves so many tests, or so many rows.
_LOANS, _ROWS = 200, 2000
_NO_ROWS = "[]"
# What a change of definitions is written into.
_CATALOGUES = (
    "attrdef", "attribute", "class", "constraint", "default_acl", "event_trigger", "extension", "index",
    "largeobject_metadata", "namespace", "policy", "proc", "rewrite", "sequence", "trigger", "type",
)  # fmt: skip
_FIRST_OF_USERS = 16384  # a lower number is a catalogue's
_OURS = ", ".join(f"'pg_{one}'::regclass" for one in _CATALOGUES)
# How many rows were written so far; where everybody has left, all of them are counted.
_WRITTEN = f"""
    SELECT oid,
    pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid) + pg_stat_get_tuples_deleted(oid) AS times
    FROM pg_class WHERE relkind IN ('r', 'p') AND (oid >= {_FIRST_OF_USERS} OR oid IN ({_OURS}))
"""  # noqa: S608 (our names)
_COUNT_AT_ONCE = "SELECT pg_stat_force_next_flush()"
_TABLES = """
    SELECT oid, oid::regclass::text AS name FROM pg_class WHERE relkind IN ('r', 'p')
    AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace)
"""
_SEQUENCES = (
    "SELECT seqrelid::regclass::text AS name, pg_sequence_last_value(seqrelid) AS last FROM pg_sequence"
)
_SET_BACK = """
    SELECT setval(seqrelid, coalesce(last, seqstart), last IS NOT NULL)
    FROM unnest(CAST(:names AS text[]), CAST(:lasts AS bigint[])) AS moved(name, last)
    JOIN pg_sequence ON seqrelid = CAST(name AS regclass)
"""


class Loans:
    """Lends copies of one database, one at a time; one that a test changed little is set back and lent again.

    Where the server does not tell what was committed, each loan is a new copy.
    """

    def __init__(self, databases: Databases, template: str) -> None:
        self._databases, self._template = databases, template
        self._origin: _Origin | None = None
        self._kept: _Copy | None = None

    def lend(self) -> str:
        """Give the URL of a database like the template."""
        copy = self._kept
        if copy is None or not self._is_lent_again(copy):
            self.close()
            copy = self._kept = _Copy(self._databases.make(self._template))
        copy.loans += 1
        copy.last_committed = self._databases.last_committed()
        if copy.last_committed and self._origin is None:
            self._origin = copy.origin()
        return copy.url

    def close(self) -> None:
        """Throw away the copy that is there."""
        if self._kept:
            self._kept.close()
            self._databases.throw(self._kept.url)
            self._kept = None

    def _is_lent_again(self, copy: "_Copy") -> bool:
        try:
            return self._is_set_back(copy)
        except DBAPIError:  # the test ended the connections to its database, ours with them
            return False

    def _is_set_back(self, copy: "_Copy") -> bool:
        if self._origin is None or copy.loans >= _LOANS or not self._databases.is_left(copy.url):
            return False
        if copy.last_committed != self._databases.last_committed() and not copy.undo(self._origin):
            return False
        copy.set_back(self._origin.sequences)
        return True


@dataclass(frozen=True, kw_only=True)
class _Origin:
    """What the template holds: its tables without rows, by their numbers, the rows of the others, its sequences."""

    empty: dict[int, str]
    rows: dict[str, str]
    sequences: dict[str, int | None]


class _Copy:
    """A database that is lent: how often it was, and the transaction that was the server's last one then."""

    def __init__(self, url: str) -> None:
        self.url, self.loans = url, 0
        self.last_committed: int | None = None
        self._written: dict[int, int] = {}

    @cached_property
    def _connection(self) -> Connection:
        """Stay connected: who comes back, or switches the guards off, plans anew what is asked of 260 tables."""
        ours = {"application_name": LENDER, "options": "-c session_replication_role=replica"}
        engine = create_engine(
            self.url, isolation_level="AUTOCOMMIT", connect_args={"prepare_threshold": 0, **ours}
        )
        return engine.connect()

    def origin(self) -> _Origin:
        """Read what a copy that was never lent holds."""
        tables = {row.oid: row.name for row in self._connection.execute(text(_TABLES))}
        filled = _filled(self._connection, tuple(tables.values()))
        self._written = _written(self._connection)
        return _Origin(
            empty={number: name for number, name in tables.items() if name not in filled},
            rows=_rows(self._connection, filled),
            sequences=_sequences(self._connection),
        )

    def undo(self, origin: _Origin) -> bool:
        """Take back what was committed; tell whether all is as it was: not after a change of definitions."""
        written = self._newly_written()
        if any(number < _FIRST_OF_USERS for number in written):
            return False
        now = _rows(self._connection, tuple(origin.rows))
        changed = {name: kept for name, kept in origin.rows.items() if now[name] != kept}
        touched = tuple(origin.empty[number] for number in written if number in origin.empty)
        filled = dict.fromkeys(_filled(self._connection, touched), _NO_ROWS)
        gone = _refill(self._connection, filled | changed)
        self._newly_written()
        return gone < _ROWS and _rows(self._connection, tuple(origin.rows)) == origin.rows

    def _newly_written(self) -> list[int]:
        """Return the numbers of the tables that were written to since this was asked last, by whomever."""
        self._connection.execute(text(_COUNT_AT_ONCE))
        before, self._written = self._written, _written(self._connection)
        return [number for number, times in self._written.items() if times != before.get(number, 0)]

    def set_back(self, sequences: dict[str, int | None]) -> None:
        """Let the sequences go on from where they stood: they go forward in what is rolled back, too."""
        now = _sequences(self._connection)
        moved = [name for name, last in now.items() if last != sequences[name]]
        if moved:
            lasts = [sequences[name] for name in moved]
            self._connection.execute(text(_SET_BACK), {"names": moved, "lasts": lasts})

    def close(self) -> None:
        """Give back our connection."""
        if "_connection" in vars(self):
            self._connection.invalidate()  # it may have been ended from outside
            self._connection.close()
            self._connection.engine.dispose()


def _written(connection: Connection) -> dict[int, int]:
    return {row.oid: row.times for row in connection.execute(text(_WRITTEN))}


def _filled(connection: Connection, tables: tuple[str, ...]) -> tuple[str, ...]:
    if not tables:
        return ()
    asked = (f"SELECT '{one}' WHERE EXISTS (SELECT FROM {one})" for one in tables)  # noqa: S608 (names of tables)
    return tuple(connection.scalars(text(" UNION ALL ".join(asked))))


def _rows(connection: Connection, tables: tuple[str, ...]) -> dict[str, str]:
    asked = (f"SELECT '{one}' AS name, json_agg(t)::text AS rows FROM {one} t" for one in tables)  # noqa: S608 (as above)
    return {row.name: row.rows for row in connection.execute(text(" UNION ALL ".join(asked)))}


def _sequences(connection: Connection) -> dict[str, int | None]:
    return {row.name: row.last for row in connection.execute(text(_SEQUENCES))}


def _refill(connection: Connection, rows: dict[str, str]) -> int:
    """Give tables the rows they had; return how many rows were removed."""
    gone = 0
    for name, kept in rows.items():
        gone += connection.execute(text(f"DELETE FROM {name}")).rowcount  # noqa: S608 (as above)
        if kept != _NO_ROWS:
            again = f"SELECT * FROM json_populate_recordset(CAST(NULL AS {name}), CAST(:kept AS json))"  # noqa: S608
            connection.execute(text(f"INSERT INTO {name} OVERRIDING SYSTEM VALUE {again}"), {"kept": kept})
    return gone
