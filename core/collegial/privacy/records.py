"""Rows as plain records: the columns that say something of a person, never a secret."""

import enum
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Select, inspect, select
from sqlalchemy.orm import Session

from collegial.kernel.base import Base
from collegial.kernel.money import Money


def records_of(
    session: Session, model: type[Base], *conditions: ColumnElement[bool], without: Sequence[str] = ()
) -> list[Mapping[str, Any]]:
    """Return the rows of a table that meet some conditions, each as its columns but those left out."""
    return records_in(session, select(model).where(*conditions), model, without=without)


def records_in(
    session: Session, query: Select[Any], model: type[Base], *, without: Sequence[str] = ()
) -> list[Mapping[str, Any]]:
    """Return the rows that a query finds."""
    names = [column.key for column in inspect(model).columns if column.key not in without]
    return [{name: plain(getattr(row, name)) for name in names} for row in session.scalars(query)]


def plain(value: object) -> object:
    """Return a value as JSON holds it."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Money):
        return str(value)
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return value
