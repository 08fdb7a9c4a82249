"""How the dashboard asks for what waits: a line for each thing, or one for all of them where there are many."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Select, func
from sqlalchemy.orm import Session

from collegial.plugin import NextStep

FEW = 6
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Waiting(Generic[Thing]):
    """How many things wait, and the first few of them."""

    count: int
    first: Sequence[Thing]


def those(found: Sequence[Thing]) -> Waiting[Thing]:
    """Return what is known already."""
    return Waiting(len(found), found[:FEW])


def ask(session: Session, query: Select[Thing]) -> Waiting[Thing]:
    """Read the first few and the number of all in one statement: however many wait, no more rows come."""
    rows = session.execute(query.add_columns(func.count().over()).limit(FEW)).all()
    return Waiting(rows[0][1] if rows else 0, [one for one, _ in rows])


def each_or_all(
    found: Waiting[Thing], each: Callable[[Thing], NextStep], together: Callable[[Waiting[Thing]], NextStep]
) -> Iterator[NextStep]:
    """Yield a step for each thing, which opens the act itself; where there are many, one that leads to their list."""
    if found.count > FEW:
        yield together(found)
    else:
        yield from map(each, found.first)
