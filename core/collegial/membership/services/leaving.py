"""Record that a member leaves, and why; the leaving that it asked for is settled with it."""

from datetime import date

from collegial.actors.models import ActorKind
from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.membership.events import MemberLeft
from collegial.membership.models import CategoryAssignment, CollegeAssignment, Member, MoveKind
from collegial.membership.permissions import MANAGE
from collegial.membership.rules import LeavingCause, fits
from collegial.membership.services.alerting import warn_of_empty_category
from collegial.membership.services.assignments import (
    current_category,
    current_college,
    hold,
    left_already,
    note_decision,
    reference,
    too_early,
)
from collegial.membership.services.requesting import settle_leaving


def leave(
    context: Context,
    member: Member,
    *,
    left_on: date,
    cause: LeavingCause = LeavingCause.RESIGNATION,
    reason: str | None = None,
    decision: str | None = None,
    accept_empty: bool = False,
) -> None:
    """Record that a member leaves; `left_on` is the first day that no longer counts (L15).

    `reason` is a note for the register. Raises Refused for a member who has left, a day before the
    admission or the last change, or the last member of a mandatory category until `accept_empty` (L2);
    Invalid for a cause that does not fit, or an exclusion without the decision of the general assembly.
    """
    require(context.by, MANAGE)
    hold(context.session, member)
    named = _check_cause(member, cause, reference(decision))
    college, category = current_college(context.session, member), current_category(context.session, member)
    current = [one for one in (college, category) if one is not None]
    _check_day(member, current, left_on)
    warn_of_empty_category(context, member, category, day=left_on, accept_empty=accept_empty)
    for assignment in current:
        assignment.ends_on = left_on
    member.left_on, member.leaving_reason = left_on, reason
    note_decision(context, member, MoveKind.LEAVING, effective_on=left_on, cause=cause, decision=named)
    settle_leaving(context, member)
    context.emit(
        MemberLeft(member=member.id, number=member.number, left_on=left_on.isoformat(), cause=cause.value)
    )


def _check_cause(member: Member, cause: LeavingCause, decision: str | None) -> str | None:
    if not fits(cause, is_person=member.actor.kind is ActorKind.PERSON):
        raise Invalid(
            "members.cause_unfit",
            t(
                "Death ends the membership of a person, dissolution that of an organisation: choose the other."
            ),
            field="cause",
        )
    if cause is LeavingCause.EXCLUSION and decision is None:
        raise Invalid(
            "members.exclusion_undecided",
            t("Only the general assembly excludes a member: name its decision, with its date."),
            field="decision",
        )
    return decision


def _check_day(member: Member, current: list[CollegeAssignment | CategoryAssignment], left_on: date) -> None:
    if member.left_on is not None:
        raise left_already()
    last = max([member.admitted_on, *(assignment.starts_on for assignment in current)])
    if left_on < last:
        raise too_early(last, field="left_on")
