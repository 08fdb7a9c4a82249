"""What every move of a member starts from: the member held, its present places, the refusals they share."""

from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.holding import hold_row
from collegial.kernel.text import t
from collegial.membership.models import (
    CategoryAssignment,
    CollegeAssignment,
    Member,
    MemberDecision,
    MoveKind,
)
from collegial.membership.rules import LeavingCause
from collegial.statutes.queries import rules_of, statutes_on
from collegial.statutes.rules import StatuteRules

Assignment = TypeVar("Assignment", CollegeAssignment, CategoryAssignment)
LONGEST_REFERENCE = 500


def hold(session: Session, member: Member) -> None:
    """Read a member again, as it is now, and let one act at a time change it."""
    hold_row(session, member)


def current_college(session: Session, member: Member) -> CollegeAssignment | None:
    """Return the college assignment that has no end yet."""
    running = select(CollegeAssignment).where(
        CollegeAssignment.member_id == member.id, CollegeAssignment.ends_on.is_(None)
    )
    return session.scalars(running.options(joinedload(CollegeAssignment.college))).one_or_none()


def current_category(session: Session, member: Member) -> CategoryAssignment | None:
    """Return the category assignment that has no end yet."""
    running = select(CategoryAssignment).where(
        CategoryAssignment.member_id == member.id, CategoryAssignment.ends_on.is_(None)
    )
    return session.scalars(running.options(joinedload(CategoryAssignment.category))).one_or_none()


def rules_on(session: Session, day: date) -> StatuteRules | None:
    """Return the rules of the statutes in force on a day; None before the first."""
    statutes = statutes_on(session, day)
    return rules_of(statutes) if statutes else None


def reference(given: str | None) -> str | None:
    """Return the words that name a decision, None when there are none; raises Invalid when they are too many."""
    words = (given or "").strip()
    if len(words) > LONGEST_REFERENCE:
        raise Invalid(
            "members.decision_too_long",
            t("Name the decision in %(most)s characters at most.", most=LONGEST_REFERENCE),
            field="decision",
        )
    return words or None


def note_decision(
    context: Context,
    member: Member,
    kind: MoveKind,
    *,
    effective_on: date,
    place: str | None = None,
    cause: LeavingCause | None = None,
    decision: str | None = None,
) -> None:
    """Write down, for good, which decision allowed a move."""
    context.session.add(
        MemberDecision(
            member_id=member.id, kind=kind, effective_on=effective_on, place=place, cause=cause,
            reference=decision, recorded_at=context.clock.now(),
        )
    )  # fmt: skip


def left_already() -> Refused:
    """Return the refusal of an act on a member who has left."""
    return Refused("members.has_left", t("This member has left: a new admission is needed."))


def too_early(since: date, *, field: str = "starts_on") -> Refused:
    """Say that a day lies before what holds now."""
    return Refused(
        "members.too_early",
        t("What holds now started on %(day)s: choose that day or a later one.", day=since),
        field=field,
    )
