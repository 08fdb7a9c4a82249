"""Where a category leads: the college that the statutes name for it, and why."""

from dataclasses import dataclass

from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t
from collegial.statutes.rules import CategoryRule, StatuteRules


@dataclass(frozen=True, kw_only=True)
class CollegeProposal:
    """The college that follows from a category, None when a person must choose, and the reason in words."""

    college_key: str | None
    reason: Text


def proposed_college(rules: StatuteRules, category_key: str) -> CollegeProposal:
    """Tell which college the statutes name for a category (L3); raises Invalid for a category they do not name."""
    category = _category(rules, category_key)
    if not rules.colleges:
        reason = t("The statutes have no colleges: each member has one vote, whatever the category.")
        return CollegeProposal(college_key=None, reason=reason)
    if category.college is None:
        reason = t(
            "The statutes name no college for the category “%(category)s”: choose one.",
            category=category.name,
        )
        return CollegeProposal(college_key=None, reason=reason)
    name = next(one.name for one in rules.colleges if one.key == category.college)
    reason = t(
        "The statutes place the category “%(category)s” in the college “%(college)s”.",
        category=category.name,
        college=name,
    )
    return CollegeProposal(college_key=category.college, reason=reason)


def is_mandatory(rules: StatuteRules, category_key: str) -> bool:
    """Tell whether the statutes need at least one member of a category (L2)."""
    return any(one.mandatory for one in rules.categories if one.key == category_key)


def _category(rules: StatuteRules, key: str) -> CategoryRule:
    found = next((one for one in rules.categories if one.key == key), None)
    if found is None:
        raise Invalid(
            "members.unknown_category",
            t("The statutes in force on that day have no category “%(key)s”.", key=key),
            field="category",
        )
    return found
