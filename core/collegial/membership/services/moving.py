"""Change a member's college or category from a day on, and record a leaving; the past stays as it was."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.membership.events import CategoryChanged, CollegeChanged, MemberLeft
from collegial.membership.models import CategoryAssignment, CollegeAssignment, Member
from collegial.membership.permissions import MANAGE
from collegial.statutes.queries import categories, colleges, rules_of, statutes_on

Assignment = TypeVar("Assignment", CollegeAssignment, CategoryAssignment)


def change_college(
    context: Context, member: Member, *, college_key: str, starts_on: date
) -> CollegeAssignment:
    """Let a member vote in another college from a day on.

    Raises Invalid for a college that the statutes of that day do not name, Refused for the same college,
    a day before the present one started, or a member who has left.
    """
    require(context.by, MANAGE)
    _lock(context.session, member)
    _check_named(context.session, "college", college_key, starts_on)
    college = next(row for row in colleges(context.session) if row.key == college_key)
    current = _current(context.session, CollegeAssignment, member)
    _check_move(member, current, starts_on, is_same=current is not None and current.college_id == college.id)
    moved = _close_or_reuse(context.session, current, starts_on)
    moved = moved or CollegeAssignment(member=member, starts_on=starts_on)
    moved.college = college
    context.session.add(moved)
    context.emit(
        CollegeChanged(
            member=member.id, number=member.number, college=college_key, starts_on=starts_on.isoformat()
        )
    )
    return moved


def change_category(
    context: Context, member: Member, *, category_key: str, starts_on: date
) -> CategoryAssignment:
    """Let a member belong to another category from a day on; the college stays. Raises as change_college."""
    require(context.by, MANAGE)
    _lock(context.session, member)
    _check_named(context.session, "category", category_key, starts_on)
    category = next(row for row in categories(context.session) if row.key == category_key)
    current = _current(context.session, CategoryAssignment, member)
    _check_move(
        member, current, starts_on, is_same=current is not None and current.category_id == category.id
    )
    moved = _close_or_reuse(context.session, current, starts_on)
    moved = moved or CategoryAssignment(member=member, starts_on=starts_on)
    moved.category = category
    context.session.add(moved)
    context.emit(
        CategoryChanged(
            member=member.id, number=member.number, category=category_key, starts_on=starts_on.isoformat()
        )
    )
    return moved


def leave(context: Context, member: Member, *, left_on: date, reason: str | None = None) -> None:
    """Record that a member leaves; `left_on` is the first day that no longer counts.

    Raises Refused for a member who has left, or a day before the admission or the last change.
    """
    require(context.by, MANAGE)
    _lock(context.session, member)
    held = (
        _current(context.session, CollegeAssignment, member),
        _current(context.session, CategoryAssignment, member),
    )
    current = [assignment for assignment in held if assignment is not None]
    _check_leaving(member, current, left_on)
    for assignment in current:
        assignment.ends_on = left_on
    member.left_on, member.leaving_reason = left_on, reason
    context.emit(MemberLeft(member=member.id, number=member.number, left_on=left_on.isoformat()))


def _lock(session: Session, member: Member) -> None:
    """Read the member again, as it is now, and let one act at a time change it."""
    session.refresh(member, with_for_update=True)


def _check_named(session: Session, what: str, key: str, day: date) -> None:
    statutes = statutes_on(session, day)
    rules = rules_of(statutes) if statutes else None
    named = (rules.colleges if what == "college" else rules.categories) if rules else ()
    if key in {rule.key for rule in named}:
        return
    if what == "college":
        raise Invalid(
            "members.unknown_college",
            t("The statutes in force on that day have no college “%(key)s”.", key=key),
            field="college",
        )
    raise Invalid(
        "members.unknown_category",
        t("The statutes in force on that day have no category “%(key)s”.", key=key),
        field="category",
    )


def _current(session: Session, kind: type[Assignment], member: Member) -> Assignment | None:
    return session.scalars(
        select(kind).where(kind.member_id == member.id, kind.ends_on.is_(None))
    ).one_or_none()


def _check_move(
    member: Member, current: CollegeAssignment | CategoryAssignment | None, starts_on: date, *, is_same: bool
) -> None:
    if member.left_on is not None:
        raise _has_left()
    if is_same:
        raise Refused("members.same_place", t("The member is there already: nothing would change."))
    since = current.starts_on if current else member.admitted_on
    if starts_on < since:
        raise _too_early(since)


def _check_leaving(
    member: Member, current: Sequence[CollegeAssignment | CategoryAssignment], left_on: date
) -> None:
    if member.left_on is not None:
        raise _has_left()
    last = max([member.admitted_on, *(assignment.starts_on for assignment in current)])
    if left_on < last:
        raise _too_early(last)


def _close_or_reuse(session: Session, current: Assignment | None, starts_on: date) -> Assignment | None:
    """Close the present assignment, or give it back to be corrected when it started that very day."""
    if current is None or current.starts_on == starts_on:
        return current
    current.ends_on = starts_on
    session.flush()  # the place of the current one must be free before the next takes it
    return None


def _has_left() -> Refused:
    return Refused("members.has_left", t("This member has left: a new admission is needed."))


def _too_early(since: date) -> Refused:
    return Refused(
        "members.too_early",
        t("What holds now started on %(day)s: choose that day or a later one.", day=since.isoformat()),
        field="starts_on",
    )
