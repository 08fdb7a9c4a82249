"""Several scenarios beside each other, year by year."""

from collections.abc import Sequence
from dataclasses import dataclass

from collegial.plugin import Money
from collegial_sizing.rules.projecting import YearFigures

MOST_COMPARED = 4


@dataclass(frozen=True, kw_only=True)
class ComparedYear:
    """A year of every scenario; None where one does not last so long. `differences` are to the first."""

    number: int
    figures: tuple[YearFigures | None, ...]
    differences: tuple[Money | None, ...]


def compare(scenarios: Sequence[Sequence[YearFigures]]) -> list[ComparedYear]:
    """Put scenarios beside each other; costs are compared with those of the first."""
    last = max((len(one) for one in scenarios), default=0)
    return [_year(scenarios, number) for number in range(1, last + 1)]


def _year(scenarios: Sequence[Sequence[YearFigures]], number: int) -> ComparedYear:
    figures = tuple(one[number - 1] if len(one) >= number else None for one in scenarios)
    first = figures[0]
    differences = tuple(one.cost - first.cost if one and first else None for one in figures)
    return ComparedYear(number=number, figures=figures, differences=differences)
