"""Write rows of several tables at once, below the objects: in one statement where the database can.

For the few paths where many come at the same moment. Whatever is written here must not also wait in the session as
objects that are not flushed yet.
"""

import enum
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import cast

from sqlalchemy import Dialect, Table, Update, bindparam, insert, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from collegial.kernel.base import Base

Values = Mapping[str, object]


def few_lengths(numbers: list[int]) -> list[int]:
    """Fill a list up to a power of two with its last number, so that few statements are made and prepared."""
    length = 1 << max(0, len(numbers) - 1).bit_length()
    return numbers + numbers[-1:] * (length - len(numbers))


@dataclass(frozen=True, kw_only=True)
class Rows:
    """New rows of a kind, all with the same columns."""

    of: type[Base]
    rows: Sequence[Values]


@dataclass(frozen=True, kw_only=True)
class Change:
    """New values of the one row of a kind that has this key."""

    of: type[Base]
    key: int
    values: Values


def write_together(session: Session, new: Sequence[Rows], change: Change) -> None:
    """Write new rows and change one, in this transaction.

    What refers to each other may come in one call. Raises what the database says, as any statement does.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        _in_one_statement(connection, new, change)
    else:
        _one_by_one(connection, new, change)


def _one_by_one(connection: Connection, new: Sequence[Rows], change: Change) -> None:
    for one in new:
        connection.execute(insert(_table(one.of)), list(one.rows))
    connection.execute(_change(_table(change.of)), {_KEY: change.key, **change.values})


def _table(kind: type[Base]) -> Table:
    return cast("Table", kind.__table__)


_KEY = "the_key"


@cache
def _change(table: Table) -> Update:
    (key,) = table.primary_key
    return update(table).where(key == bindparam(_KEY))


def _in_one_statement(connection: Connection, new: Sequence[Rows], change: Change) -> None:
    """Send the rows as a document for each table, so that the statement is the same for one row and for a hundred."""
    written = _statement(
        connection.dialect,
        tuple((_table(one.of), tuple(one.rows[0])) for one in new),
        _table(change.of),
        tuple(change.values),
    )
    documents = {f"rows{at}": _document(one.rows) for at, one in enumerate(new)}
    connection.exec_driver_sql(written, {**documents, **change.values, _KEY: change.key})


def _document(rows: Sequence[Values]) -> str:
    return json.dumps(rows, default=_plain, ensure_ascii=False)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} is not written below the objects")


@cache
def _statement(
    dialect: Dialect,
    new: tuple[tuple[Table, tuple[str, ...]], ...],
    changed: Table,
    values: tuple[str, ...],
) -> str:
    parts = [_insert(dialect, at, table, names) for at, (table, names) in enumerate(new)]
    (key,) = changed.primary_key
    assigned = ", ".join(f"{name} = %({name})s" for name in values)
    return f"WITH {', '.join(parts)} UPDATE {changed.name} SET {assigned} WHERE {key.name} = %({_KEY})s"  # noqa: S608 (names of our own tables)


def _insert(dialect: Dialect, at: int, table: Table, names: Sequence[str]) -> str:
    quote = dialect.identifier_preparer.quote
    listed = ", ".join(map(quote, names))
    shape = ", ".join(f"{quote(name)} {table.columns[name].type.compile(dialect)}" for name in names)
    source = f"jsonb_to_recordset(CAST(%(rows{at})s AS jsonb)) AS given({shape})"
    return f"new{at} AS (INSERT INTO {table.name} ({listed}) SELECT {listed} FROM {source})"  # noqa: S608 (names of our own tables)
