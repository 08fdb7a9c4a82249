"""Read how one member moved, and how the whole membership grew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from collegial.membership.models import (
    CategoryAssignment,
    CollegeAssignment,
    Member,
    MemberDecision,
    MoveKind,
)
from collegial.membership.rules import Change
from collegial.statutes.models import Category, College


@dataclass(frozen=True, kw_only=True)
class Period:
    """A time of a member in one category or college; `ends_on` is the first day that no longer counts."""

    kind: MoveKind
    name: str
    starts_on: date
    ends_on: date | None
    reference: str | None


def periods_of(session: Session, member_id: int) -> list[Period]:
    """Return where a member has been, category and college, in the order of time, each with its decision."""
    colleges = (
        select(College.name, CollegeAssignment.starts_on, CollegeAssignment.ends_on)
        .join(CollegeAssignment.college)
        .where(CollegeAssignment.member_id == member_id)
    )
    categories = (
        select(Category.name, CategoryAssignment.starts_on, CategoryAssignment.ends_on)
        .join(CategoryAssignment.category)
        .where(CategoryAssignment.member_id == member_id)
    )
    said = {(one.kind, one.effective_on): one.reference for one in decisions_of(session, member_id)}
    found = [
        Period(kind=kind, name=name, starts_on=starts, ends_on=ends, reference=said.get((kind, starts)))
        for kind, query in ((MoveKind.CATEGORY, categories), (MoveKind.COLLEGE, colleges))
        for name, starts, ends in session.execute(query)
        if starts != ends
    ]
    return sorted(found, key=lambda one: (one.starts_on, one.kind.value))


def decisions_of(session: Session, member_id: int) -> Sequence[MemberDecision]:
    """Return what was decided of a member, in the order in which it was recorded."""
    found = select(MemberDecision).where(MemberDecision.member_id == member_id)
    return session.scalars(found.order_by(MemberDecision.id)).all()


@dataclass(frozen=True, kw_only=True)
class Growth:
    """Every change of the number of members: of all, by college and by category, by their names."""

    members: list[Change]
    colleges: list[Change]
    categories: list[Change]


def growth(session: Session) -> Growth:
    """Return when the membership grew and shrank, in a number of rows that follows the days, not the members."""
    college, category = CollegeAssignment, CategoryAssignment
    return Growth(
        members=_changes(session, None, Member.admitted_on, Member.left_on),
        colleges=_changes(session, college.college_id, college.starts_on, college.ends_on),
        categories=_changes(session, category.category_id, category.starts_on, category.ends_on),
    )


def _changes(
    session: Session,
    group: InstrumentedAttribute[int] | None,
    starts_on: InstrumentedAttribute[date],
    ends_on: InstrumentedAttribute[date | None],
) -> list[Change]:
    return [
        Change(key=str(key), day=day, delta=sign * size)
        for column, sign in ((starts_on, 1), (ends_on, -1))
        for key, day, size in session.execute(_counted(group, column))
    ]


def _counted(
    group: InstrumentedAttribute[int] | None,
    column: InstrumentedAttribute[date] | InstrumentedAttribute[date | None],
) -> Select[Any, Any, int]:
    """Count the rows of each day, group by group; without groups, all rows are one."""
    grouped = [column] if group is None else [group, column]
    key = literal(0) if group is None else group
    return select(key, column, func.count()).where(column.is_not(None)).group_by(*grouped)
