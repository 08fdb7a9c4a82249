"""Record cooperative reviews."""

from dataclasses import dataclass
from datetime import date

from collegial.compliance.events import ReviewRecorded
from collegial.compliance.models import CooperativeReview
from collegial.compliance.permissions import RECORD
from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class ReviewFacts:
    """What is known of a review; `assembly_id` is the one that discussed its report."""

    period_starts_on: date
    period_ends_on: date
    held_on: date
    reviewer: str
    findings: str
    assembly_id: int | None = None


def record_review(context: Context, facts: ReviewFacts) -> CooperativeReview:
    """Record a review that was held; raises Invalid for missing words or days in a wrong order."""
    require(context.by, RECORD)
    _check(facts, context.today)
    review = CooperativeReview(
        period_starts_on=facts.period_starts_on, period_ends_on=facts.period_ends_on, held_on=facts.held_on,
        reviewer=facts.reviewer.strip(), findings=facts.findings.strip(), assembly_id=facts.assembly_id,
        recorded_at=context.clock.now(),
    )  # fmt: skip
    context.session.add(review)
    context.session.flush()  # the event names the review by its number
    context.emit(ReviewRecorded(review=review.id, held_on=facts.held_on.isoformat()))
    return review


def _check(facts: ReviewFacts, today: date) -> None:
    for field in ("reviewer", "findings"):
        if not getattr(facts, field).strip():
            raise Invalid("compliance.missing", t("This answer is needed."), field=field)
    if facts.period_ends_on <= facts.period_starts_on:
        raise Invalid(
            "compliance.period", t("The period ends before it starts. Correct one of the days."),
            field="period_ends_on",
        )  # fmt: skip
    if not facts.period_ends_on <= facts.held_on <= today:
        raise Invalid(
            "compliance.held_on",
            t("The review was held after the end of its period, and not after today."),
            field="held_on",
        )
