"""Which category an applicant's answers point to, and why; the board decides (L2, L3)."""

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from collegial.kernel.text import Text, t
from collegial.statutes.rules import CategoryRule


class Tie(enum.Enum):
    """What ties an applicant to the cooperative, the closest tie first."""

    EMPLOYEE = "employee"
    PUBLIC_BODY = "public_body"
    BENEFICIARY = "beneficiary"
    PARTNER = "partner"
    VOLUNTEER = "volunteer"


_ONLY: Mapping[Tie, str] = {Tie.EMPLOYEE: "person", Tie.PUBLIC_BODY: "organisation"}
_REASONS: Mapping[Tie, Text] = {
    Tie.EMPLOYEE: t("Whoever works for the cooperative joins as an employee, whatever else ties them to it."),
    Tie.PUBLIC_BODY: t(
        "A public body joins among the public bodies: the law limits their part of the capital."
    ),
    Tie.BENEFICIARY: t("Whoever uses what the cooperative does joins among its beneficiaries."),
    Tie.PARTNER: t("You bring money, skills or other means without using what the cooperative does."),
    Tie.VOLUNTEER: t("You give time to the cooperative."),
}


@dataclass(frozen=True, kw_only=True)
class CategoryAdvice:
    """A category to choose, with the reason in words; `key` is None when the answers point nowhere."""

    key: str | None
    reason: Text


def ties_for(
    kind: str, categories_of: Mapping[Tie, str], categories: Sequence[CategoryRule]
) -> tuple[Tie, ...]:
    """Return the ties to ask about: those of this kind of applicant that lead to a category in force."""
    known = {rule.key for rule in categories}
    return tuple(tie for tie in Tie if _ONLY.get(tie, kind) == kind and categories_of.get(tie) in known)


def advise_category(
    kind: str,
    ties: Collection[Tie],
    categories_of: Mapping[Tie, str],
    categories: Sequence[CategoryRule],
) -> CategoryAdvice:
    """Say which category the closest tie leads to.

    `categories_of` is the deployment's: the key of a category for each tie. A tie that leads to no
    category of the statutes, or that this kind of applicant cannot have, is passed over.
    """
    for tie in ties_for(kind, categories_of, categories):
        if tie in ties:
            return CategoryAdvice(key=categories_of[tie], reason=_REASONS[tie])
    return CategoryAdvice(
        key=None,
        reason=t("Your answers point to no category. Choose the nearest one: the board has the last word."),
    )
