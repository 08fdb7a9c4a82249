"""Pages of a long list at a constant number of statements, and the whole of it some rows at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar, TypeVarTuple

from sqlalchemy import GenerativeSelect, Row, Select, func, select
from sqlalchemy.orm import Session

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
Query = TypeVar("Query", bound=GenerativeSelect)
AT_A_TIME = 500


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


def part_of(items: Sequence[T], *, number: int, size: int) -> Page[T]:
    """Return one page of what was read already; a number beyond the end gives the last page."""
    number = _within(len(items), number, size)
    return Page(items=items[(number - 1) * size : number * size], number=number, size=size, total=len(items))


class Counted(Generic[T]):
    """What a query finds, read and written some lines at a time however many there are; it knows how many.

    `scalars` is false where a line of the query holds several things.
    """

    def __init__(
        self,
        session: Session,
        query: Select[*tuple[Any, ...]],
        write_all: Callable[[Sequence[Any]], Iterable[T]],
        *,
        scalars: bool = True,
    ) -> None:
        self._session, self._query, self._write_all, self._scalars = session, query, write_all, scalars

    def __iter__(self) -> Iterator[T]:
        """Read some lines and write them, until there are no more."""
        found: Any = self._session.execute(self._query.execution_options(yield_per=AT_A_TIME))
        found = found.scalars() if self._scalars else found
        for some in found.partitions():
            yield from self._write_all(some)

    def total(self) -> int:
        """Return how many lines there are."""
        return _total(self._session, self._query)


class ListedTogether(Counted[T]):
    """Lines that a function writes together, since what they need is read for all of them at once."""


class Listed(Counted[T]):
    """What a query finds, each line written by a function, read some rows at a time however many there are."""

    def __init__(
        self,
        session: Session,
        query: Select[*tuple[Any, ...]],
        write: Callable[[Any], T],
        *,
        scalars: bool = True,
    ) -> None:
        super().__init__(session, query, partial(map, write), scalars=scalars)


def _total(session: Session, query: GenerativeSelect) -> int:
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def _count(session: Session, query: GenerativeSelect, number: int, size: int) -> tuple[int, int]:
    total = _total(session, query)
    return total, _within(total, number, size)


def _within(total: int, number: int, size: int) -> int:
    return min(max(1, number), max(1, -(-total // size)))


def _window(query: Query, number: int, size: int) -> Query:
    return query.limit(size).offset((number - 1) * size)
