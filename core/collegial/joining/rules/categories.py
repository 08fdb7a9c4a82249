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
_MEANT_FOR: Mapping[Tie, Text] = {
    Tie.EMPLOYEE: t("For people who work for the cooperative."),
    Tie.PUBLIC_BODY: t("For local authorities, public bodies and institutions."),
    Tie.BENEFICIARY: t("For those who use what the cooperative does: support, services, training."),
    Tie.PARTNER: t("For those who bring money, skills or other means."),
    Tie.VOLUNTEER: t("For those who give time to the cooperative."),
}
_WRONG_KIND: Mapping[str, Text] = {
    "person": t("A person asks for a category that is meant for organisations."),
    "organisation": t("An organisation asks for a category that is meant for people who work here."),
}
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


def meant_for(categories_of: Mapping[Tie, str]) -> dict[str, Text]:
    """Say whom each category is for, by its key; one to which no tie leads is left to its name."""
    return {categories_of[tie]: _MEANT_FOR[tie] for tie in reversed(Tie) if tie in categories_of}


def doubt_category(
    kind: str,
    ties: Collection[Tie],
    chosen: str,
    categories_of: Mapping[Tie, str],
    categories: Sequence[CategoryRule],
) -> Text | None:
    """Say why a chosen category does not fit what was answered; None where nothing speaks against it.

    It refuses nothing: the board decides. Any tie that was told may be followed, but that work and public bodies
    have a category of their own; a category to which no tie leads fits whoever told none.
    """
    leading = {tie for tie in Tie if categories_of.get(tie) == chosen}
    if leading and all(_ONLY.get(tie, kind) != kind for tie in leading):
        return _WRONG_KIND[kind]
    told = [tie for tie in ties_for(kind, categories_of, categories) if tie in ties]
    if not told:
        return t("Nothing was answered that ties the applicant to this category.") if leading else None
    if chosen == categories_of[told[0]] or (leading & set(told) and told[0] not in _ONLY):
        return None
    names = {rule.key: rule.name for rule in categories}
    return t("The answers point to another category: “%(category)s”.", category=names[categories_of[told[0]]])
