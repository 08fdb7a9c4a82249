"""What a row says of a membership: category, college, day, shares; checked against the statutes of that day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from collegial.actors.rules import fold
from collegial.imports.rules.fields import Fault
from collegial.kernel.errors import Invalid
from collegial.kernel.listing import listed
from collegial.kernel.money import ZERO, Money
from collegial.kernel.text import Text, nt, t
from collegial.membership.rules import proposed_college
from collegial.shares.rules import first_payment
from collegial.statutes.rules import CapitalRule, CategoryRule, CollegeRule, StatuteRules
from collegial.tables.reading.cells import parse_count

_MOST_SHARES = 10_000_000
Named = TypeVar("Named", CategoryRule, CollegeRule)


@dataclass(frozen=True, kw_only=True)
class Joining:
    """How someone becomes a member, by keys of the statutes; `paid` is ZERO without shares."""

    admitted_on: date
    category_key: str
    college_key: str | None
    shares: int
    paid: Money


@dataclass(frozen=True, kw_only=True)
class DatedRules:
    """A version of the statutes with its first day."""

    starts_on: date
    rules: StatuteRules


def rules_at(versions: Sequence[DatedRules], day: date) -> StatuteRules | None:
    """Return the statutes in force on a day; `versions` stand in the order of their first days."""
    return next((one.rules for one in reversed(versions) if one.starts_on <= day), None)


def read_shares(written: str) -> int:
    """Read a number of shares, 0 for none; raises Invalid."""
    shares = parse_count(written)
    if shares > _MOST_SHARES:
        raise Invalid(
            "shares.number", t("Write a whole number of shares, from 1 to %(most)s.", most=_MOST_SHARES)
        )
    return shares


def joining(
    values: Mapping[str, Any], versions: Sequence[DatedRules], today: date
) -> tuple[Joining | None, list[Fault]]:
    """Return how a row makes a member, or all that keeps it from it."""
    day, rules, faults = _terms(values, versions, today)
    if day is None or rules is None:
        return None, [*faults, *_on_any_day(values, versions)]
    category, college, misplaced = _place(values, rules)
    faults += [*misplaced, *_check_payment(values, rules.capital)]
    if faults or category is None:
        return None, faults
    joined = Joining(
        admitted_on=day,
        category_key=category.key,
        college_key=college,
        shares=values.get("shares", 0),
        paid=values.get("paid", ZERO),
    )
    return joined, []


def _on_any_day(values: Mapping[str, Any], versions: Sequence[DatedRules]) -> list[Fault]:
    """Return what is wrong with a row whatever its day may be: what every version of the statutes finds."""
    found = [[*_place(values, one.rules)[2], *_check_payment(values, one.rules.capital)] for one in versions]
    everywhere = [{(fault.code, fault.field) for fault in more} for more in found]
    return [
        fault
        for fault in (found[-1] if found else ())
        if all((fault.code, fault.field) in one for one in everywhere)
    ]


def _terms(
    values: Mapping[str, Any], versions: Sequence[DatedRules], today: date
) -> tuple[date | None, StatuteRules | None, list[Fault]]:
    day: date | None = values.get("admitted_on")
    if day is None:
        return (
            None,
            None,
            [_fault("imports.day_missing", t("This row has no day of admission."), "admitted_on")],
        )
    if day > today:
        text = t("This day is still to come: admit the member on the day itself.")
        return day, None, [_fault("imports.future", text, "admitted_on")]
    rules = rules_at(versions, day)
    if rules is None:
        text = t("No statutes are in force on that day: record the statutes before admitting members.")
        return day, None, [_fault("members.no_statutes", text, "admitted_on")]
    return day, rules, []


def _place(
    values: Mapping[str, Any], rules: StatuteRules
) -> tuple[CategoryRule | None, str | None, list[Fault]]:
    written = values.get("category")
    if not written:
        return None, None, [_fault("imports.category_missing", t("This row has no category."), "category")]
    category = _named(rules.categories, written)
    if category is None:
        text = t(
            "The statutes in force on that day have no category “%(key)s”. They have: %(known)s.",
            key=written, known=listed(one.name for one in rules.categories),
        )  # fmt: skip
        return None, None, [_fault("members.unknown_category", text, "category")]
    if not values.get("college"):
        proposal = proposed_college(rules, category.key)
        if proposal.college_key is None and rules.colleges:
            return category, None, [_fault("members.college_missing", proposal.reason, "college")]
        return category, proposal.college_key, []
    college = _named(rules.colleges, values["college"])
    if college is None:
        text = t(
            "The statutes in force on that day have no college “%(key)s”. They have: %(known)s.",
            key=values["college"], known=listed(one.name for one in rules.colleges),
        )  # fmt: skip
        return category, None, [_fault("members.unknown_college", text, "college")]
    return category, college.key, []


def _check_payment(values: Mapping[str, Any], rule: CapitalRule | None) -> list[Fault]:
    """Check the money of a subscription: at least the first part, at most the whole (L12)."""
    shares, paid = values.get("shares", 0), values.get("paid", ZERO)
    if not shares:
        text = t("This row has money paid and no shares that it was paid for.")
        return [_fault("imports.paid_without_shares", text, "paid")] if paid else []
    if rule is None:
        text = t("The statutes in force on that day know no shares: leave this cell empty.")
        return [_fault("imports.no_shares", text, "shares")]
    least = first_payment(shares, rule.nominal, rule.paid_at_subscription)
    whole = rule.nominal * shares
    if least <= paid <= whole:
        return []
    text = nt(
        "For %(count)d share, from %(least)s to %(whole)s can have been paid: %(paid)s cannot be right.",
        "For %(count)d shares, from %(least)s to %(whole)s can have been paid: %(paid)s cannot be right.",
        shares,
        least=least,
        whole=whole,
        paid=paid,
    )
    return [_fault("imports.bad_payment", text, "paid")]


def _named(rules: Sequence[Named], written: str) -> Named | None:
    """Return the category or the college that a cell means: by its key, its name, or what begins that name alone."""
    word = _folded(written)
    exact = next((one for one in rules if word in {_folded(one.key), _folded(one.name)}), None)
    begun = [one for one in rules if _folded(one.name).startswith(f"{word} ")]
    return exact or (begun[0] if len(begun) == 1 else None)


@lru_cache(maxsize=1000)
def _folded(name: str) -> str:
    """Fold a name that thousands of rows repeat."""
    return fold(name)


def _fault(code: str, text: Text, field: str) -> Fault:
    return Fault(code=code, text=text, field=field)
