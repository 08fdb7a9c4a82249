"""Pages of a long list, at a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

T = TypeVar("T")


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
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    last = max(1, -(-total // size))
    number = min(max(1, number), last)
    rows: Sequence[Any] = session.scalars(query.limit(size).offset((number - 1) * size)).all()
    return Page(items=rows, number=number, size=size, total=total)
