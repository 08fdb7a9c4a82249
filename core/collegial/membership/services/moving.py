"""Change a member's college or category from a day on; the past stays as it was."""

from datetime import date

from sqlalchemy.orm import Session

from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.membership.events import CategoryChanged, CollegeChanged
from collegial.membership.models import CategoryAssignment, CollegeAssignment, Member, MoveKind
from collegial.membership.permissions import MANAGE
from collegial.membership.rules import proposed_college
from collegial.membership.services.alerting import warn_of_empty_category
from collegial.membership.services.assignments import (
    Assignment,
    current_category,
    current_college,
    hold,
    left_already,
    note_decision,
    reference,
    rules_on,
    too_early,
)
from collegial.statutes.queries import categories, colleges


def change_college(
    context: Context, member: Member, *, college_key: str, starts_on: date, decision: str
) -> CollegeAssignment:
    """Let a member vote in another college from a day on, as a decision allows.

    Raises Invalid for a college that the statutes of that day do not name or a decision that is not named,
    Refused for the same college, a day before the present one started, or a member who has left.
    """
    require(context.by, MANAGE)
    hold(context.session, member)
    _check_named(context.session, "college", college_key, starts_on)
    college = next(row for row in colleges(context.session) if row.key == college_key)
    named = _named_decision(decision)
    current = current_college(context.session, member)
    _check_move(member, current, starts_on, is_same=current is not None and current.college_id == college.id)
    moved = _close_or_reuse(context.session, current, starts_on)
    moved = moved or CollegeAssignment(member=member, starts_on=starts_on)
    moved.college = college
    context.session.add(moved)
    note_decision(
        context, member, MoveKind.COLLEGE, effective_on=starts_on, place=college_key, decision=named
    )
    context.emit(
        CollegeChanged(
            member=member.id, number=member.number, college=college_key, starts_on=starts_on.isoformat()
        )
    )
    return moved


def change_category(
    context: Context,
    member: Member,
    *,
    category_key: str,
    starts_on: date,
    decision: str | None = None,
    accept_empty: bool = False,
    follow: bool = False,
) -> CategoryAssignment:
    """Let a member belong to another category from a day on.

    The college stays, unless `follow` asks for the one that the statutes name for the new category. Raises
    as change_college, and Refused for the last member of a mandatory category until `accept_empty` (L2).
    """
    require(context.by, MANAGE)
    hold(context.session, member)
    _check_named(context.session, "category", category_key, starts_on)
    category = next(row for row in categories(context.session) if row.key == category_key)
    current = current_category(context.session, member)
    _check_move(
        member, current, starts_on, is_same=current is not None and current.category_id == category.id
    )
    warn_of_empty_category(context, member, current, day=starts_on, accept_empty=accept_empty)
    moved = _close_or_reuse(context.session, current, starts_on)
    moved = moved or CategoryAssignment(member=member, starts_on=starts_on)
    moved.category = category
    context.session.add(moved)
    note_decision(
        context, member, MoveKind.CATEGORY, effective_on=starts_on, place=category_key,
        decision=reference(decision),
    )  # fmt: skip
    context.emit(
        CategoryChanged(
            member=member.id, number=member.number, category=category_key, starts_on=starts_on.isoformat()
        )
    )
    if follow:
        _follow(context, member, category_key, starts_on, decision)
    return moved


def _follow(
    context: Context, member: Member, category_key: str, starts_on: date, decision: str | None
) -> None:
    """Move a member to the college that follows from its category, unless it is there already."""
    rules = rules_on(context.session, starts_on)
    assert rules is not None, "the category was looked for in them"
    proposal = proposed_college(rules, category_key)
    if proposal.college_key is None:
        raise Refused("members.college_missing", proposal.reason, field="follow")
    current = current_college(context.session, member)
    if current is None or current.college.key != proposal.college_key:
        change_college(
            context, member, college_key=proposal.college_key, starts_on=starts_on, decision=decision or ""
        )


def _named_decision(given: str) -> str:
    named = reference(given)
    if named is None:
        raise Invalid(
            "members.no_decision",
            t("Name the decision that allows another college: who took it, and when."),
            field="decision",
        )
    return named


def _check_named(session: Session, what: str, key: str, day: date) -> None:
    rules = rules_on(session, day)
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


def _check_move(
    member: Member, current: CollegeAssignment | CategoryAssignment | None, starts_on: date, *, is_same: bool
) -> None:
    if member.left_on is not None:
        raise left_already()
    if is_same:
        raise Refused("members.same_place", t("The member is already there: nothing would change."))
    since = current.starts_on if current else member.admitted_on
    if starts_on < since:
        raise too_early(since)


def _close_or_reuse(session: Session, current: Assignment | None, starts_on: date) -> Assignment | None:
    """Close the present assignment, or give it back to be corrected when it started that very day."""
    if current is None or current.starts_on == starts_on:
        return current
    current.ends_on = starts_on
    session.flush()  # the place of the current one must be free before the next takes it
    return None
