"""The cash of a scenario, month by month: when money goes out and comes in, and its lowest point."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from collegial.plugin import ZERO, Money
from collegial_sizing.rules.plan import MONTHS, Line, Plan, Section
from collegial_sizing.rules.projecting import YearFigures, spent, total


@dataclass(frozen=True, kw_only=True)
class MonthCash:
    """A month, by its first day: what comes in, what goes out, and what is there at its end."""

    month: date
    received: Money
    paid: Money
    balance: Money


def cash(plan: Plan, years: Sequence[YearFigures]) -> tuple[MonthCash, ...]:
    """Return every month; what would be paid after the last one is not counted, volunteering moves no money."""
    received, paid = [ZERO] * (plan.years * MONTHS), [ZERO] * (plan.years * MONTHS)
    for line in plan.lines:
        if line.kind.section is not Section.VOLUNTEERING:
            target = received if line.kind.section is Section.RESOURCES else paid
            _place(target, line, years)
    return _run(plan, received, paid)


def low_point(months: Sequence[MonthCash]) -> MonthCash:
    """Return the month with the least cash, the first of them."""
    return min(months, key=lambda one: one.balance)


def _place(months: list[Money], line: Line, years: Sequence[YearFigures]) -> None:
    for year in years:
        amount, first = _moved(line, year), (year.number - 1) * MONTHS
        month = line.pay_month or (1 if line.kind.section is Section.EQUIPMENT else None)
        parts = _evenly(amount) if month is None else [ZERO] * (month - 1) + [amount]
        for index, part in enumerate(parts, start=first):
            if index < len(months):
                months[index] += part


def _moved(line: Line, year: YearFigures) -> Money:
    """Return what a line moves: equipment is paid when it is bought, whatever its depreciation."""
    if line.kind.section is Section.EQUIPMENT:
        return spent(line.amounts[year.number - 1])
    return year.amounts[line.key]


def _evenly(amount: Money) -> list[Money]:
    """Cut an amount into twelve parts of whole cents that add up to it."""
    so_far = [amount.share(Fraction(index, MONTHS)) for index in range(MONTHS + 1)]
    return [after - before for before, after in pairwise(so_far)]


def _run(plan: Plan, received: Sequence[Money], paid: Sequence[Money]) -> tuple[MonthCash, ...]:
    months, balance = [], plan.opening_cash
    for month, come, gone in zip(plan.months, received, paid, strict=True):
        balance = total((balance, come, -gone))
        months.append(MonthCash(month=month, received=come, paid=gone, balance=balance))
    return tuple(months)
