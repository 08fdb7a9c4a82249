"""How the dashboard asks for what waits: a line for each thing, or one for all of them where there are many."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from collegial.plugin import NextStep

FEW = 6
Thing = TypeVar("Thing")


def each_or_all(
    found: Sequence[Thing], each: Callable[[Thing], NextStep], together: Callable[[Sequence[Thing]], NextStep]
) -> Iterator[NextStep]:
    """Yield a step for each thing, which opens the act itself; where there are many, one that leads to their list."""
    if len(found) > FEW:
        yield together(found)
    else:
        yield from map(each, found)
