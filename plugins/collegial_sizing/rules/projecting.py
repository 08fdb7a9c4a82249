"""What a scenario costs each year, who pays, and what is left; every line is rounded once, to the cent."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from collegial.plugin import ZERO, Money
from collegial_sizing.rules.payroll import ChargeRate, rate_of_year
from collegial_sizing.rules.plan import (
    CHARGED,
    MONTHS,
    PERMANENT,
    PUBLIC_KINDS,
    Amount,
    Line,
    LineKind,
    Plan,
    Section,
    month_after,
)

Group = TypeVar("Group")


@dataclass(frozen=True, kw_only=True)
class YearFigures:
    """A year, counted from 1: the amount of each line by its key, and what follows from them.

    Volunteering stands apart: it is a cost (account 86) and a resource (account 87) of one and the same amount.
    """

    number: int
    charge_rate: Fraction
    amounts: Mapping[int, Money]
    by_section: Mapping[Section, Money]
    by_kind: Mapping[LineKind, Money]
    permanent_posts: int
    permanent_fte: Fraction

    @property
    def cost(self) -> Money:
        """Return what the year costs, volunteering apart."""
        return self.team + self.external + self.depreciation

    @property
    def team(self) -> Money:
        """Return what permanent posts and extra skills cost."""
        return self.by_section[Section.TEAM]

    @property
    def external(self) -> Money:
        """Return the external costs."""
        return self.by_section[Section.EXTERNAL]

    @property
    def depreciation(self) -> Money:
        """Return the depreciation of the equipment."""
        return self.by_section[Section.EQUIPMENT]

    @property
    def volunteering(self) -> Money:
        """Return what volunteering is worth."""
        return self.by_section[Section.VOLUNTEERING]

    @property
    def resources(self) -> Money:
        """Return what the year brings in, volunteering apart."""
        return self.by_section[Section.RESOURCES]

    @property
    def result(self) -> Money:
        """Return what is left; below zero it is a loss."""
        return self.resources - self.cost

    @property
    def public(self) -> Money:
        """Return what public bodies bring."""
        return total(self.by_kind[kind] for kind in PUBLIC_KINDS)

    @property
    def public_share(self) -> Fraction | None:
        """Return the public share of the resources, None where there are none."""
        return share_of(self.public, self.resources)

    @property
    def cost_shares(self) -> Mapping[Section, Fraction]:
        """Return the share of each kind of cost; all zero where there is no cost."""
        parts = {
            Section.TEAM: self.team,
            Section.EXTERNAL: self.external,
            Section.EQUIPMENT: self.depreciation,
        }
        return {section: share_of(part, self.cost) or Fraction(0) for section, part in parts.items()}


def project(plan: Plan, rates: Sequence[ChargeRate]) -> tuple[YearFigures, ...]:
    """Return the figures of every year."""
    return tuple(_year(plan, rates, number) for number in range(1, plan.years + 1))


def share_of(part: Money, whole: Money) -> Fraction | None:
    """Return an exact share, None of nothing."""
    return Fraction(part.cents, whole.cents) if whole else None


def total(amounts: Iterable[Money]) -> Money:
    """Add amounts."""
    return sum(amounts, ZERO)


def spent(amount: Amount, charge_rate: Fraction = Fraction(0)) -> Money:
    """Return a quantity at its price, with charges, rounded half up to the cent."""
    return amount.unit.share(amount.quantity * (1 + charge_rate))


def depreciation(line: Line, year: int) -> Money:
    """Return the straight-line depreciation of a year; over a whole life it adds up to the price, to the cent."""
    bought = list(enumerate(line.amounts, start=1))[:year]
    return total(_worn(line, when, one, year) - _worn(line, when, one, year - 1) for when, one in bought)


def _worn(line: Line, bought_in: int, amount: Amount, year: int) -> Money:
    """Return how much of a purchase is written off at the end of a year."""
    life = (line.life_years or 1) * MONTHS
    served = (year - bought_in + 1) * MONTHS - ((line.pay_month or 1) - 1)
    return spent(amount).share(Fraction(min(max(served, 0), life), life))


def _year(plan: Plan, rates: Sequence[ChargeRate], number: int) -> YearFigures:
    rate = rate_of_year(rates, month_after(plan.starts_on, (number - 1) * MONTHS))
    amounts = {one.key: _amount(one, number, rate) for one in plan.lines}
    posts = [one.amounts[number - 1].quantity for one in plan.lines if one.kind in PERMANENT]
    return YearFigures(
        number=number,
        charge_rate=rate,
        amounts=amounts,
        by_section=_by(Section, lambda line: line.kind.section, plan, amounts),
        by_kind=_by(LineKind, lambda line: line.kind, plan, amounts),
        permanent_posts=sum(1 for one in posts if one),
        permanent_fte=sum(posts, Fraction(0)),
    )


def _amount(line: Line, number: int, rate: Fraction) -> Money:
    if line.kind.section is Section.EQUIPMENT:
        return depreciation(line, number)
    return spent(line.amounts[number - 1], rate if line.kind in CHARGED else Fraction(0))


def _by(
    groups: Iterable[Group], group_of: Callable[[Line], Group], plan: Plan, amounts: Mapping[int, Money]
) -> Mapping[Group, Money]:
    return {
        group: total(amounts[one.key] for one in plan.lines if group_of(one) is group) for group in groups
    }
