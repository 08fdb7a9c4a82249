"""Read what is sample data, and what rests on it by the foreign keys of the tables."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table, inspect, select
from sqlalchemy.orm import Session

from collegial.kernel.base import Base
from collegial.sample.models import SampleRow

Row = tuple[str, tuple[Any, ...]]


def has_sample(session: Session) -> bool:
    """Tell whether there is sample data."""
    return session.scalar(select(SampleRow.table_name).limit(1)) is not None


def sample_rows(session: Session) -> set[Row]:
    """Return every row that came as sample data."""
    rows = session.execute(select(SampleRow.table_name, SampleRow.row_key))
    return {(table, tuple(json.loads(key))) for table, key in rows}


def rows_of(things: Iterable[Any]) -> set[Row]:
    """Return the rows of mapped objects that are in the database."""
    return {(one.__table__.name, tuple(inspect(one).identity)) for one in things}


def with_what_rests(session: Session, rows: Iterable[Row]) -> set[Row]:
    """Return rows with all that refer to them, directly or through others."""
    tables, found, new = _tables(session), set(rows), set(rows)
    while new:
        new = _referring(session, tables, _numbers(new)) - found
        found |= new
    return found


def _tables(session: Session) -> Mapping[str, Table]:
    """Return the tables that are there: those of a module that was never made are not."""
    there = set(inspect(session.connection()).get_table_names())
    return {name: table for name, table in Base.metadata.tables.items() if name in there}


def _numbers(rows: Iterable[Row]) -> Mapping[str, set[Any]]:
    """Return the numbers by which other tables refer to rows; nothing refers to keys of several columns."""
    numbers: dict[str, set[Any]] = defaultdict(set)
    for table, key in rows:
        if len(key) == 1:
            numbers[table].add(key[0])
    return numbers


def _referring(session: Session, tables: Mapping[str, Table], numbers: Mapping[str, set[Any]]) -> set[Row]:
    found: set[Row] = set()
    for table in tables.values():
        for reference in table.foreign_keys:
            target = reference.column
            if target.primary_key and target.table.name in numbers:
                query = select(*table.primary_key).where(reference.parent.in_(numbers[target.table.name]))
                found |= {(table.name, tuple(row)) for row in session.execute(query)}
    return found
