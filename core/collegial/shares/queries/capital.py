"""Read the variable capital on any day: its amount, its highest, its floor, and whose it is."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Subquery,
    and_,
    case,
    func,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from collegial.kernel.money import ZERO, Money
from collegial.membership.models import CategoryAssignment, CollegeAssignment
from collegial.shares.models import ShareEntry
from collegial.shares.queries.clauses import capital_rule_on
from collegial.shares.queries.reading import movements_until
from collegial.shares.rules import AnnualStatement, annual_statement, floor_of, highest_on, running
from collegial.statutes.models import Category, College


def capital_on(session: Session, day: date) -> Money:
    """Return the capital at the end of a day."""
    cents = select(func.coalesce(func.sum(_change()), 0)).where(ShareEntry.effective_on <= day)
    return Money(int(session.scalar(cents) or 0))


def daily_changes(session: Session) -> dict[date, Money]:
    """Return by how much each day changed the capital."""
    changed = select(ShareEntry.effective_on, func.sum(_change())).group_by(ShareEntry.effective_on)
    return {day: Money(int(cents)) for day, cents in session.execute(changed) if cents}


def capital_over_time(session: Session) -> list[tuple[date, Money]]:
    """Return the capital at the end of each day that changed it, in order."""
    return list(running(daily_changes(session)))


def highest_capital(session: Session, day: date) -> Money:
    """Return the highest capital that any day up to this one ended with."""
    return highest_on(daily_changes(session), day)


def floor_on(session: Session, day: date) -> Money:
    """Return the capital that must remain on a day (L11); zero where there are no shares."""
    rule = capital_rule_on(session, day)
    return floor_of(rule, highest_capital(session, day)) if rule else ZERO


def capital_by_category(session: Session, day: date) -> Mapping[str | None, Money]:
    """Return the capital of each category on a day, by its key; None for holders who were in none: leavers."""
    worth = _worth_on(day)
    rows = session.execute(
        select(Category.key, func.sum(worth.c.cents))
        .select_from(worth)
        .outerjoin(CategoryAssignment, _runs(CategoryAssignment, worth.c.member_id, day))
        .outerjoin(CategoryAssignment.category)
        .group_by(Category.key)
    )
    return {key: Money(int(cents)) for key, cents in rows if cents}


def capital_by_college(session: Session, day: date) -> Mapping[str | None, Money]:
    """Return the capital of each college on a day, by its key; None for holders who were in none."""
    worth = _worth_on(day)
    rows = session.execute(
        select(College.key, func.sum(worth.c.cents))
        .select_from(worth)
        .outerjoin(CollegeAssignment, _runs(CollegeAssignment, worth.c.member_id, day))
        .outerjoin(CollegeAssignment.college)
        .group_by(College.key)
    )
    return {key: Money(int(cents)) for key, cents in rows if cents}


def capital_of_categories(session: Session, keys: Collection[str], day: date) -> Money:
    """Return what the members of some categories hold on a day; who has left counts with the last one."""
    last = (
        select(CategoryAssignment.member_id, func.max(CategoryAssignment.starts_on).label("starts_on"))
        .where(CategoryAssignment.starts_on <= day)
        .group_by(CategoryAssignment.member_id)
        .subquery()
    )
    worth = _worth_on(day)
    held = (
        select(func.coalesce(func.sum(worth.c.cents), 0))
        .join(last, last.c.member_id == worth.c.member_id)
        .join(
            CategoryAssignment,
            and_(
                CategoryAssignment.member_id == last.c.member_id,
                CategoryAssignment.starts_on == last.c.starts_on,
            ),
        )
        .join(CategoryAssignment.category)
        .where(Category.key.in_(keys))
    )
    return Money(int(session.scalar(held) or 0))


def statement_of(session: Session, *, first_day: date, last_day: date) -> AnnualStatement:
    """Return the statement of the variable capital of a period, both days included, by category keys."""
    times: dict[int, list[tuple[date, date | None, str]]] = defaultdict(list)
    rows = session.execute(
        select(
            CategoryAssignment.member_id,
            CategoryAssignment.starts_on,
            CategoryAssignment.ends_on,
            Category.key,
        ).join(CategoryAssignment.category)
    )
    for member_id, starts_on, ends_on, key in rows:
        times[member_id].append((starts_on, ends_on, key))

    def category_on(member_id: int, day: date) -> str | None:
        held = (
            key for starts, ends, key in times[member_id] if starts <= day and (ends is None or day < ends)
        )
        return next(held, None)

    known = movements_until(session, last_day)
    return annual_statement(known, first_day=first_day, last_day=last_day, category_on=category_on)


def _change() -> ColumnElement[int]:
    worth = _cents() * ShareEntry.shares
    return case(
        (ShareEntry.from_member_id.is_(None), worth), (ShareEntry.to_member_id.is_(None), -worth), else_=0
    )


def _cents() -> ColumnElement[int]:
    return type_coerce(ShareEntry.nominal, BigInteger)


def _worth_on(day: date) -> Subquery:
    """Return what each entry up to a day gave to and took from members, in cents."""
    took_effect = ShareEntry.effective_on <= day
    worth = _cents() * ShareEntry.shares
    given = select(ShareEntry.to_member_id.label("member_id"), worth.label("cents")).where(
        ShareEntry.to_member_id.is_not(None), took_effect
    )
    taken = select(ShareEntry.from_member_id, -worth).where(
        ShareEntry.from_member_id.is_not(None), took_effect
    )
    return union_all(given, taken).subquery()


def _runs(
    kind: type[CategoryAssignment | CollegeAssignment], member_id: ColumnElement[int], day: date
) -> ColumnElement[bool]:
    return and_(
        kind.member_id == member_id,
        kind.starts_on <= day,
        or_(kind.ends_on.is_(None), kind.ends_on > day),
    )
