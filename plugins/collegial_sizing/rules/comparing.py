"""Several scenarios beside each other, year by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from collegial.plugin import Money
from collegial_sizing.rules.projecting import YearFigures, share_of, total

MOST_COMPARED = 4


@dataclass(frozen=True, kw_only=True)
class ComparedYear:
    """A year of every scenario; None where one does not last so long. `differences` are to the first."""

    number: int
    figures: tuple[YearFigures | None, ...]
    differences: tuple[Money | None, ...]


@dataclass(frozen=True, kw_only=True)
class Whole:
    """What a scenario comes to over all its years; `difference` is that of its cost to the first."""

    years: int
    cost: Money
    difference: Money
    resources: Money
    public_share: Fraction | None

    @property
    def result(self) -> Money:
        """Return what is left; below zero it is a loss."""
        return self.resources - self.cost


def wholes(scenarios: Sequence[Sequence[YearFigures]]) -> list[Whole]:
    """Sum scenarios up, to be put beside each other."""
    return [_whole(one, scenarios[0]) for one in scenarios]


def _whole(years: Sequence[YearFigures], first: Sequence[YearFigures]) -> Whole:
    cost, resources = total(one.cost for one in years), total(one.resources for one in years)
    return Whole(
        years=len(years),
        cost=cost,
        difference=cost - total(one.cost for one in first),
        resources=resources,
        public_share=share_of(total(one.public for one in years), resources),
    )


def compare(scenarios: Sequence[Sequence[YearFigures]]) -> list[ComparedYear]:
    """Put scenarios beside each other; costs are compared with those of the first."""
    last = max((len(one) for one in scenarios), default=0)
    return [_year(scenarios, number) for number in range(1, last + 1)]


def _year(scenarios: Sequence[Sequence[YearFigures]], number: int) -> ComparedYear:
    figures = tuple(one[number - 1] if len(one) >= number else None for one in scenarios)
    first = figures[0]
    differences = tuple(one.cost - first.cost if one and first else None for one in figures)
    return ComparedYear(number=number, figures=figures, differences=differences)
