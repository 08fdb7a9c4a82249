"""Pages of a long list, at a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, TypeVarTuple

from sqlalchemy import GenerativeSelect, Row, Select, func, select
from sqlalchemy.orm import Session

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
Query = TypeVar("Query", bound=GenerativeSelect)


@dataclass(frozen=True, kw_only=True)
class Page(Generic[T]):
    """One page, numbered from 1, with the size of the whole."""

    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


def page_of(session: Session, query: Select[T], *, number: int, size: int = 50) -> Page[T]:
    """Read one page in two statements; a number beyond the end gives the last page."""
    total, number = _count(session, query, number, size)
    rows: Sequence[Any] = session.scalars(_window(query, number, size)).all()
    return Page(items=rows, number=number, size=size, total=total)


def page_of_rows(session: Session, query: Select[*Ts], *, number: int, size: int = 50) -> Page[Row[*Ts]]:
    """Read one page of a query that answers with several things a line, as page_of does."""
    total, number = _count(session, query, number, size)
    rows = session.execute(_window(query, number, size)).all()
    return Page(items=rows, number=number, size=size, total=total)


def _count(session: Session, query: GenerativeSelect, number: int, size: int) -> tuple[int, int]:
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    return total, min(max(1, number), max(1, -(-total // size)))


def _window(query: Query, number: int, size: int) -> Query:
    return query.limit(size).offset((number - 1) * size)
