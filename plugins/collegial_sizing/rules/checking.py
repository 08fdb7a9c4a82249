"""What is looked at before a scenario is chosen, each with its sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from collegial.plugin import ZERO, Month, Text, nt, t
from collegial_sizing.rules.cash import MonthCash, low_point
from collegial_sizing.rules.payroll import ChargeRate, first_month_without
from collegial_sizing.rules.plan import CHARGED, Plan
from collegial_sizing.rules.projecting import YearFigures, total


@dataclass(frozen=True, kw_only=True)
class Check:
    """A light: what it looks at, whether it is met, and why."""

    key: str
    title: Text
    is_met: bool
    reason: Text


def check(
    plan: Plan, rates: Sequence[ChargeRate], years: Sequence[YearFigures], months: Sequence[MonthCash]
) -> tuple[Check, ...]:
    """Return the lights of a scenario."""
    found = (
        _balance(years),
        _public(plan, years),
        _cash(months),
        _charges(plan, rates),
        _volunteering(years),
    )
    return tuple(one for one in found if one is not None)


def _balance(years: Sequence[YearFigures]) -> Check:
    losing = [one.number for one in years if one.result < ZERO]
    left = total(one.result for one in years)
    reason = (
        nt(
            "One year costs more than it brings: year %(years)s. Over all years, %(left)s is left.",
            "%(count)d years cost more than they bring: %(years)s. Over all years, %(left)s is left.",
            len(losing),
            years=_listed(losing),
            left=left,
        )
        if losing
        else t("Every year pays for itself. Over all years, %(left)s is left.", left=left)
    )
    return Check(key="balance", title=t("Balanced years"), is_met=not losing, reason=reason)


def _public(plan: Plan, years: Sequence[YearFigures]) -> Check | None:
    if plan.public_limit is None:
        return None
    over = [one.number for one in years if (one.public_share or 0) > plan.public_limit]
    reason = (
        t("Public bodies bring more than the limit in these years: %(years)s.", years=_listed(over))
        if over
        else t("Public bodies never bring more than the limit that the scenario sets itself.")
    )
    return Check(key="public", title=t("Public share"), is_met=not over, reason=reason)


def _cash(months: Sequence[MonthCash]) -> Check:
    lowest = low_point(months)
    moment = {"month": Month(lowest.month), "balance": lowest.balance}
    reason = (
        t(
            "Cash falls to its lowest in %(month)s: %(balance)s. Find an advance, or be paid earlier.",
            **moment,
        )
        if lowest.balance < ZERO
        else t("Cash never runs out; it is lowest in %(month)s: %(balance)s.", **moment)
    )
    return Check(key="cash", title=t("Treasury"), is_met=lowest.balance >= ZERO, reason=reason)


def _charges(plan: Plan, rates: Sequence[ChargeRate]) -> Check | None:
    if not any(one.kind in CHARGED for one in plan.lines):
        return None
    missing = first_month_without(rates, list(plan.months))
    reason = (
        t(
            "No rate of charges is in force in %(month)s: wages count without charges.",
            month=Month(missing),
        )
        if missing
        else t("A rate of charges is in force in every month.")
    )
    return Check(key="charges", title=t("Employer’s charges"), is_met=missing is None, reason=reason)


def _volunteering(years: Sequence[YearFigures]) -> Check | None:
    worth = total(one.volunteering for one in years)
    if not worth:
        return None
    reason = t(
        "Volunteering, %(worth)s over all years, stands as much in account 86 as in account 87: it changes no result.",
        worth=worth,
    )
    return Check(key="volunteering", title=t("Valued volunteering"), is_met=True, reason=reason)


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
