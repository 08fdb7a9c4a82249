"""Change one constraint or one text column of a table that is in use, keeping its rows, indexes and triggers."""

import re
from collections.abc import Callable, Sequence

from sqlalchemy import Connection

_HEAD = re.compile(r"""\A\s*CREATE\s+TABLE\s+("[^"]+"|`[^`]+`|\[[^\]]+\]|\w+)""", re.IGNORECASE)
_SUFFIX = "__rebuilt"


def replace_check(connection: Connection, table: str, name: str, condition: str) -> None:
    """Put another condition in the place of a named CHECK; raises ValueError when there is no such one.

    Run it in a migration, where SQLite's foreign keys are off: SQLite cannot alter a constraint, so the table
    is rebuilt by the twelve steps of its manual from the text it was made with, which loses nothing that the
    text says. Rows that break the new condition stop the migration.
    """
    if connection.dialect.name == "sqlite":
        _rebuild(connection, table, lambda statement: with_check(statement, name, condition))
        return
    connection.exec_driver_sql(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    connection.exec_driver_sql(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" CHECK ({condition})')


def drop_unique(connection: Connection, table: str, name: str) -> None:
    """Take a named UNIQUE away; raises ValueError when there is no such one.

    Run it where `replace_check` may run.
    """
    if connection.dialect.name == "sqlite":
        _rebuild(connection, table, lambda statement: without_unique(statement, name))
        return
    connection.exec_driver_sql(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')


def add_unique(connection: Connection, table: str, name: str, columns: Sequence[str]) -> None:
    """Give a table a named UNIQUE. Run it where `replace_check` may run; rows that break it stop the migration."""
    if connection.dialect.name == "sqlite":
        _rebuild(connection, table, lambda statement: with_unique(statement, name, columns))
        return
    connection.exec_driver_sql(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" UNIQUE ({", ".join(columns)})')


def retype_text(connection: Connection, table: str, column: str, length: int | None) -> None:
    """Give a text column another length, None for any; raises ValueError when it is no text column.

    Run it where `replace_check` may run. What is too long for a shorter one stops the migration on PostgreSQL.
    """
    kind = "VARCHAR" if length is None else f"VARCHAR({length})"
    if connection.dialect.name == "sqlite":
        _rebuild(connection, table, lambda statement: with_length(statement, column, kind))
        return
    connection.exec_driver_sql(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE {kind}')


def without_unique(statement: str, name: str) -> str:
    """Return a CREATE TABLE statement without a named UNIQUE; raises ValueError without it."""
    found = re.compile(
        rf""",\s*CONSTRAINT\s+["`\[]?{re.escape(name)}["`\]]?\s+UNIQUE\s*\([^)]*\)""", re.IGNORECASE
    )
    if found.search(statement) is None:
        raise ValueError(f"there is no UNIQUE named {name}")
    return found.sub("", statement, count=1)


def with_unique(statement: str, name: str, columns: Sequence[str]) -> str:
    """Return a CREATE TABLE statement with one more named UNIQUE."""
    end = statement.rindex(")")
    return f"{statement[:end]}, CONSTRAINT {name} UNIQUE ({', '.join(columns)}){statement[end:]}"


def with_length(statement: str, column: str, kind: str) -> str:
    """Return a CREATE TABLE statement with another type for a text column; raises ValueError without it."""
    found = re.compile(
        rf"""([(,]\s*["`\[]?{re.escape(column)}["`\]]?\s+)VARCHAR(?:\s*\(\d+\))?""", re.IGNORECASE
    )
    if found.search(statement) is None:
        raise ValueError(f"there is no text column {column}")
    return found.sub(rf"\g<1>{kind}", statement, count=1)


def with_check(statement: str, name: str, condition: str) -> str:
    """Return a CREATE TABLE statement with another condition for a named CHECK; raises ValueError without it."""
    found = re.search(
        rf"""CONSTRAINT\s+["`\[]?{re.escape(name)}["`\]]?\s+CHECK\s*\(""", statement, re.IGNORECASE
    )
    if found is None:
        raise ValueError(f"there is no CHECK named {name}")
    end = _closing(statement, found.end())
    return f"{statement[: found.end()]}{condition}{statement[end:]}"


def _closing(statement: str, start: int) -> int:
    """Return the place of the bracket that closes the one before `start`; brackets in quotes do not count."""
    depth, quote = 1, ""
    for place in range(start, len(statement)):
        sign = statement[place]
        if quote:
            quote = "" if sign == quote else quote  # a doubled quote closes and opens again at once
        elif sign in "'\"":
            quote = sign
        elif sign in "()":
            depth += 1 if sign == "(" else -1
            if depth == 0:
                return place
    raise ValueError("the brackets of the statement do not close")


def _rebuild(connection: Connection, table: str, change: Callable[[str], str]) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_keys").scalar():
        raise RuntimeError(
            "foreign keys must be off: dropping the old table would remove the rows that name it"
        )
    statement, rest = _stored(connection, table)
    rebuilt, columns = f"{table}{_SUFFIX}", ", ".join(f'"{one}"' for one in _columns(connection, table))
    changed = _HEAD.sub(f'CREATE TABLE "{rebuilt}"', change(statement), count=1)
    before = connection.exec_driver_sql("PRAGMA legacy_alter_table").scalar()
    # Else the renaming would follow the old name into the triggers of other tables, while it stands for nothing.
    connection.exec_driver_sql("PRAGMA legacy_alter_table = ON")
    for act in (
        changed,
        f'INSERT INTO "{rebuilt}" ({columns}) SELECT {columns} FROM "{table}"',  # noqa: S608 (names of our own tables)
        f'DROP TABLE "{table}"',
        f'ALTER TABLE "{rebuilt}" RENAME TO "{table}"',
        *rest,
    ):
        connection.exec_driver_sql(act)
    connection.exec_driver_sql(f"PRAGMA legacy_alter_table = {'ON' if before else 'OFF'}")


def _stored(connection: Connection, table: str) -> tuple[str, Sequence[str]]:
    """Return the statement that made a table, and those of its indexes and triggers."""
    rows = connection.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type", (table,)
    ).all()
    tables = [str(sql) for kind, sql in rows if kind == "table"]
    if not tables:
        raise ValueError(f"there is no table {table}")
    return tables[0], [str(sql) for kind, sql in rows if kind != "table"]


def _columns(connection: Connection, table: str) -> list[str]:
    return [str(row[1]) for row in connection.exec_driver_sql(f'PRAGMA table_info("{table}")')]
