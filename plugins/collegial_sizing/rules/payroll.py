"""What wages cost with the employer's charges, whose rate depends on the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from collegial_sizing.rules.plan import MONTHS, month_after


@dataclass(frozen=True, kw_only=True)
class ChargeRate:
    """The employer's charges on a gross wage, from a day on."""

    starts_on: date
    rate: Fraction


def rate_on(rates: Sequence[ChargeRate], day: date) -> Fraction | None:
    """Return the rate in force on a day, None before the first."""
    begun = [one for one in rates if one.starts_on <= day]
    return max(begun, key=lambda one: one.starts_on).rate if begun else None


def rate_of_year(rates: Sequence[ChargeRate], first_month: date) -> Fraction:
    """Return the mean rate of the twelve months from this one; a month without a rate counts as zero."""
    months = [rate_on(rates, month_after(first_month, index)) for index in range(MONTHS)]
    return sum((one for one in months if one is not None), Fraction(0)) / MONTHS


def first_month_without(rates: Sequence[ChargeRate], months: Sequence[date]) -> date | None:
    """Return the first of these months in which no rate is in force."""
    return next((one for one in months if rate_on(rates, one) is None), None)
