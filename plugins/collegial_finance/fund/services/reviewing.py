"""Score an application as a member of the committee, or declare a conflict of interest."""

from collections.abc import Mapping

from collegial.plugin import Context, Forbidden, Invalid, seats_of, set_aside_voter, t
from collegial_finance.fund import queries
from collegial_finance.fund.events import ProjectReviewed
from collegial_finance.fund.models import ProjectApplication, ProjectReview, ReviewScore
from collegial_finance.fund.rules import check_score
from collegial_finance.fund.services.holding import held_application


def review(
    context: Context, *, application_id: int, reviewer_id: int, scores: Mapping[int, int], comment: str | None
) -> ProjectReview:
    """Score an application on each criterion of its call, or change the scores before the vote.

    Raises Forbidden outside the committee, or where the member is in conflict.
    """
    found = _held(context, application_id, reviewer_id, "review")
    if reviewer_id in queries.conflicts(context.session, found, context.today):
        raise Forbidden(
            "finance.in_conflict", t("Whoever is in conflict of interest neither scores nor votes.")
        )
    if set(scores) != {one.id for one in found.call.criteria}:
        raise Invalid("finance.scores", t("Give a score on each criterion."))
    for value in scores.values():
        check_score(value)
    row = _row(context, found, reviewer_id)
    row.comment, row.written_at = comment, context.clock.now()
    row.scores = [
        ReviewScore(criterion_id=criterion_id, value=value) for criterion_id, value in scores.items()
    ]
    _told(context, row)
    return row


def declare_conflict(
    context: Context, *, application_id: int, reviewer_id: int, reason: str
) -> ProjectReview:
    """Declare a conflict of interest: what was scored is dropped, and an open vote goes on without the member."""
    found = _held(context, application_id, reviewer_id, "conflict")
    row = _row(context, found, reviewer_id)
    row.scores = []
    context.session.flush()  # the scores go before the conflict stands
    row.comment, row.conflict, row.written_at = None, reason, context.clock.now()
    _told(context, row)
    set_aside_voter(context, queries.SUBJECT, found.id, actor_id=reviewer_id, reason=reason)
    return row


def _held(context: Context, application_id: int, reviewer_id: int, act: str) -> ProjectApplication:
    found = held_application(context, application_id, act)
    seats = seats_of(context.session, context.by, found.call.fund.committee_id, context.today)
    if reviewer_id not in {one.id for one in seats}:
        raise Forbidden("finance.not_in_committee", t("Only members of the committee review applications."))
    return found


def _row(context: Context, found: ProjectApplication, reviewer_id: int) -> ProjectReview:
    known = next((one for one in found.reviews if one.reviewer_id == reviewer_id), None)
    if known is not None:
        return known
    made = ProjectReview(
        application_id=found.id, reviewer_id=reviewer_id, written_at=context.clock.now(), scores=[]
    )
    context.session.add(made)
    context.session.flush()
    context.session.expire(found, ["reviews"])
    return made


def _told(context: Context, row: ProjectReview) -> None:
    context.session.flush()
    context.emit(
        ProjectReviewed(
            application=row.application_id, reviewer=row.reviewer_id, in_conflict=row.conflict is not None
        )
    )
