"""The variable capital: what it was on any day, the highest it reached, and the floor it keeps (L11)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from collegial.kernel.money import ZERO, Money
from collegial.statutes.rules import LEGAL_MINIMUMS, CapitalRule, LegalForm, StatuteRules, legal_figure

_LEAST_FLOOR = "capital.floor.least"
_CENTS = 100


@dataclass(frozen=True, kw_only=True)
class DatedClause:
    """The clauses on the capital that are in force from a day on; None where there are no shares."""

    starts_on: date
    rule: CapitalRule | None


@dataclass(frozen=True, kw_only=True)
class Breach:
    """A day on which the capital would end under its floor."""

    day: date
    capital: Money
    floor: Money


def in_law(rules: StatuteRules, on: date) -> CapitalRule | None:
    """Return the clauses on the capital, raised to the minimums that the law sets on a day (L10, L11).

    Statutes recorded before the law was raised say less than it: the law binds all the same.
    """
    if rules.capital is None:
        return None
    minimum, part = legal_figure(_minimum_of(rules.legal_form), on=on), legal_figure(_LEAST_FLOOR, on=on)
    return replace(
        rules.capital,
        minimum=max(rules.capital.minimum, Money(int(minimum.value * _CENTS)) if minimum else ZERO),
        floor=max(rules.capital.floor, part.value) if part else rules.capital.floor,
    )


def days_of_law() -> set[date]:
    """Return the days from which a minimum of the law on the capital applies."""
    keys = {_LEAST_FLOOR, *map(_minimum_of, LegalForm)}
    return {figure.valid_from for figure in LEGAL_MINIMUMS if figure.key in keys}


def _minimum_of(form: LegalForm) -> str:
    return f"{form}.capital.minimum"


def running(changes: Mapping[date, Money]) -> Iterator[tuple[date, Money]]:
    """Yield the capital at the end of each day that changed it, in order."""
    capital = ZERO
    for day in sorted(changes):
        capital += changes[day]
        yield day, capital


def highest_on(changes: Mapping[date, Money], on: date) -> Money:
    """Return the highest capital that any day up to this one ended with."""
    return max((capital for day, capital in running(changes) if day <= on), default=ZERO)


def floor_of(rule: CapitalRule, highest: Money) -> Money:
    """Return the capital that must remain: the statutes' minimum, or their part of the highest ever (L11)."""
    return max(rule.minimum, highest.share_up(rule.floor))


def first_breach(
    changes: Mapping[date, Money], clauses: Sequence[DatedClause], *, since: date, until: date, founding: bool
) -> Breach | None:
    """Find the first day in a period that ends under the floor of that day; None when all hold.

    While `founding`, the minimum binds only from the day on which the capital has reached it: it lets an
    error in the first entries be corrected before there was a capital to keep.
    """
    capital = highest = ZERO
    starts = [one.starts_on for one in clauses]
    for day in sorted({*changes, *starts, since, until}):
        if day > until:
            return None
        capital += changes.get(day, ZERO)
        highest = max(highest, capital)
        floor = _floor(clauses, day, highest, founding=founding)
        if day >= since and capital < floor:
            return Breach(day=day, capital=capital, floor=floor)
    return None


def _floor(clauses: Sequence[DatedClause], day: date, highest: Money, *, founding: bool) -> Money:
    rule = next((one.rule for one in reversed(clauses) if one.starts_on <= day), None)
    if rule is None:
        return ZERO
    if founding and highest < rule.minimum:
        return highest.share_up(rule.floor)
    return floor_of(rule, highest)


def how_many_in_reach(shares: Sequence[int], *, nominal: Money, capital: Money, floor: Money) -> int:
    """Return how many of the withdrawals that wait, in their order, the floor lets go: none overtakes (L11)."""
    for place, count in enumerate(shares):
        capital -= nominal * count
        if capital < floor:
            return place
    return len(shares)
