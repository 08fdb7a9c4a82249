"""What a call asks for, how applications are scored, and when an instalment is paid."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from collegial.plugin import ZERO, Invalid, Money, Refused, t

BEST_SCORE = 5
MOST_WEIGHT = 10
NO_CRITERION = t("Name one criterion at least.")
TOO_EARLY = t("An instalment is due on the first day of the agreement or later.")
NO_EVIDENCE = t("This instalment waits for its evidence: hand it in first.")
NOT_APPROVED = t(
    "The evidence waits for its approval by the staff, the chair or an administrator: not by whoever handed it in."
)
OWN_EVIDENCE = t(
    "You handed this evidence in: somebody else of the staff, the chair or an administrator approves it."
)


class ContributorKind(enum.Enum):
    """Where a contribution comes from."""

    PUBLIC = "public"
    PRIVATE = "private"


class ApplicationState(enum.Enum):
    """How far an application has come."""

    SUBMITTED = "submitted"
    VOTING = "voting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    AGREED = "agreed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class ReportKind(enum.Enum):
    """Whether a report tells of work under way, or of all of it."""

    INTERIM = "interim"
    FINAL = "final"


def check_convention(amount: Money, starts_on: date, ends_on: date) -> None:
    """Refuse a convention that cannot be: Invalid at its field."""
    _above_zero(amount, "amount")
    if ends_on < starts_on:
        raise Invalid(
            "finance.convention_dates", t("A convention does not end before it starts."), field="ends_on"
        )


def check_receipt(amount: Money, left: Money, on: date, starts_on: date, ends_on: date) -> None:
    """Refuse a payment into the fund that its convention does not foresee."""
    _above_zero(amount, "amount")
    if amount > left:
        raise Refused(
            "finance.over_convention",
            t("The convention has %(left)s left to be paid in.", left=left),
            field="amount",
        )
    if not starts_on <= on <= ends_on:
        raise Invalid(
            "finance.receipt_day", t("The payment lies within the days of the convention."), field="on"
        )


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """What applications are scored on, and how much it weighs."""

    label: str
    weight: int = 1
    meaning: str = ""


@dataclass(frozen=True, kw_only=True)
class CallPlan:
    """What a call offers, and when."""

    opens_on: date
    closes_on: date
    envelope: Money
    most: Money


def check_call(plan: CallPlan, criteria: Sequence[Criterion], today: date) -> None:
    """Refuse a call that contradicts itself: Invalid at its field."""
    _above_zero(plan.envelope, "envelope")
    _above_zero(plan.most, "most")
    faults = (
        (plan.closes_on < plan.opens_on, "closes_on", t("A call does not close before it opens.")),
        (plan.closes_on < today, "closes_on", t("A call closes today or later.")),
        (plan.most > plan.envelope, "most", t("One project gets no more than the whole call offers.")),
        (not criteria, "criteria", NO_CRITERION),
        (
            any(not 1 <= one.weight <= MOST_WEIGHT for one in criteria),
            "criteria",
            t("A criterion weighs from 1 to 10."),
        ),
        (
            len({one.label.casefold() for one in criteria}) < len(criteria),
            "criteria",
            t("Each criterion has a name of its own."),
        ),
    )
    for wrong, field, sentence in faults:
        if wrong:
            raise Invalid(f"finance.call_{field}", sentence, field=field)


def check_open(plan: CallPlan, today: date) -> None:
    """Refuse an application outside the days of its call: Refused `finance.call_closed`."""
    if (refusal := not_open(plan, today)) is not None:
        raise refusal


def not_open(plan: CallPlan, today: date) -> Refused | None:
    """Return why a call takes no application on a day; None while it is open."""
    if today < plan.opens_on:
        return Refused("finance.call_closed", t("This call opens on %(day)s.", day=plan.opens_on))
    if today > plan.closes_on:
        return Refused(
            "finance.call_closed",
            t("This call closed on %(day)s: it no longer takes applications.", day=plan.closes_on),
        )
    return None


def check_application(asked: Money, budget: Money, most: Money) -> None:
    """Refuse an amount that the call does not give: Invalid at its field."""
    _above_zero(asked, "asked")
    if asked > most:
        raise Invalid("finance.asked_most", t("This call gives %(most)s at most.", most=most), field="asked")
    if budget < asked:
        raise Invalid("finance.budget", t("The whole budget is not under what is asked for."), field="budget")


def check_score(value: int) -> None:
    """Refuse a score off the scale: Invalid `finance.score`."""
    if not 0 <= value <= BEST_SCORE:
        raise Invalid("finance.score", t("A score goes from 0 to %(best)d.", best=BEST_SCORE))


def weighted(scores: Iterable[tuple[int, int]]) -> Fraction | None:
    """Return the mean of scores, each with its weight; None where there is none."""
    rows = list(scores)
    whole = sum(weight for _, weight in rows)
    return Fraction(sum(value * weight for value, weight in rows), whole) if whole else None


def mean(values: Iterable[Fraction | None]) -> Fraction | None:
    """Return the mean of what the reviewers gave, each counting alike; None while nobody scored."""
    given = [one for one in values if one is not None]
    return sum(given, Fraction(0)) / len(given) if given else None


@dataclass(frozen=True, kw_only=True)
class Instalment:
    """A part of the amount of an agreement, its day, and what it is paid on."""

    amount: Money
    due_on: date
    condition: str
    needs_evidence: bool = True


def check_agreement(amount: Money, starts_on: date, ends_on: date, parts: Sequence[Instalment]) -> None:
    """Refuse an agreement that contradicts itself, or does not make up its amount: Invalid at its field."""
    if ends_on < starts_on:
        raise Invalid(
            "finance.agreement_dates", t("An agreement does not end before it starts."), field="ends_on"
        )
    if any(one.due_on < starts_on for one in parts):
        raise Invalid("finance.instalment_early", TOO_EARLY, field="starts_on")
    check_instalments(amount, [one.amount for one in parts])


def check_instalments(amount: Money, instalments: Sequence[Money]) -> None:
    """Refuse instalments that do not make up the agreement: Invalid `finance.instalments`."""
    if not instalments or min(instalments) <= ZERO or sum(instalments, ZERO) != amount:
        raise Invalid(
            "finance.instalments",
            t(
                "Each instalment is above zero, and together they make %(amount)s; these make %(found)s.",
                amount=amount,
                found=sum(instalments, ZERO),
            ),
            field="instalments",
        )


def check_payment(amount: Money, left: Money) -> None:
    """Refuse the payment of an instalment beyond what is left of it."""
    _above_zero(amount, "amount")
    if amount > left:
        raise Refused(
            "finance.over_instalment",
            t("%(left)s of this instalment is left to pay: no more is paid.", left=left),
            field="amount",
        )


def hindrance(
    *, is_signed: bool, is_paid: bool, awaits_evidence: bool, awaits_approval: bool
) -> Refused | None:
    """Return why an instalment cannot be paid now, the first reason first; None where it can."""
    reasons = (
        (is_paid, "finance.instalment_paid", t("This instalment is already paid.")),
        (not is_signed, "finance.not_signed", t("Nothing is paid before both sides have signed.")),
        (awaits_evidence, "finance.no_evidence", NO_EVIDENCE),
        (awaits_approval, "finance.not_approved", NOT_APPROVED),
    )
    return next((Refused(code, why) for stands, code, why in reasons if stands), None)


def check_amendment(
    amount: Money, before: Money, received: Money, ends_on: date, ends_before: date, *, no_earlier: date
) -> None:
    """Refuse an amendment that changes nothing, or goes below what came in: Invalid at its field."""
    _above_zero(amount, "amount")
    if amount < received:
        raise Invalid(
            "finance.amendment_amount",
            t("%(received)s has already come in: the convention cannot fall below it.", received=received),
            field="amount",
        )
    if ends_on < no_earlier:
        raise Invalid(
            "finance.amendment_end",
            t("The convention began, or was paid in, on %(day)s: it ends no earlier.", day=no_earlier),
            field="ends_on",
        )
    if (amount, ends_on) == (before, ends_before):
        raise Invalid(
            "finance.amendment_none", t("An amendment changes the amount or the last day."), field="amount"
        )


def _above_zero(amount: Money, field: str) -> None:
    if amount <= ZERO:
        raise Invalid("finance.amount", t("Write an amount above zero."), field=field)
