"""Read who was a member on a day, in which college and in which category."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from collegial.actors.models import Actor, ActorKind, Birth, Guardian, Representative
from collegial.actors.queries import is_guarding, is_live, is_representing, name_holds
from collegial.actors.rules import latest_birth_of_age
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.membership.models import CategoryAssignment, CollegeAssignment, Member
from collegial.statutes.models import Category, College
from collegial.statutes.queries import colleges

NO_COLLEGE = "-"


@dataclass(frozen=True, kw_only=True)
class Placing:
    """Where a member belongs on a day."""

    member_id: int
    college: College | None
    category: Category | None


@dataclass(frozen=True, kw_only=True)
class CollegeCount:
    """How many members a college has; `college` is None for those in none."""

    college: College | None
    count: int


def is_member(day: date) -> ColumnElement[bool]:
    """Return the condition under which an admission counts on a day."""
    return and_(Member.admitted_on <= day, or_(Member.left_on.is_(None), Member.left_on > day))


def is_in_college(day: date) -> ColumnElement[bool]:
    """Return the condition under which a time in a college counts on a day."""
    open_ended = or_(CollegeAssignment.ends_on.is_(None), CollegeAssignment.ends_on > day)
    return and_(CollegeAssignment.member_id == Member.id, CollegeAssignment.starts_on <= day, open_ended)


def is_in_category(day: date) -> ColumnElement[bool]:
    """Return the condition under which a time in a category counts on a day."""
    open_ended = or_(CategoryAssignment.ends_on.is_(None), CategoryAssignment.ends_on > day)
    return and_(CategoryAssignment.member_id == Member.id, CategoryAssignment.starts_on <= day, open_ended)


def has_no_voter(day: date) -> ColumnElement[bool]:
    """Return the condition under which nobody votes for a member on a day (L6); it needs the member's actor."""
    represented = exists().where(Representative.organisation_id == Actor.id, is_representing(day))
    guarded = exists().where(Guardian.minor_id == Actor.id, is_guarding(day))
    return or_(
        and_(Actor.kind == ActorKind.ORGANISATION, ~represented),
        and_(_is_minor(day), ~guarded),
    )


def needs_a_voter(day: date) -> ColumnElement[bool]:
    """Return the condition under which someone else votes for a member: an organisation, a minor (L6)."""
    return or_(Actor.kind == ActorKind.ORGANISATION, _is_minor(day))


def _is_minor(day: date) -> ColumnElement[bool]:
    return exists().where(Birth.actor_id == Actor.id, Birth.born_on > latest_birth_of_age(day))


def standings(
    day: date, *, college_key: str = "", words: str = "", without_voter: bool = False
) -> Select[Member, College | None, Category | None]:
    """Return the query of who was a member on a day, where, by name; `-` stands for those in no college.

    With `without_voter`, only those for whom nobody votes.
    """
    found = (
        select(Member, College, Category)
        .join(Member.actor)
        .options(contains_eager(Member.actor))
        .outerjoin(CollegeAssignment, is_in_college(day))
        .outerjoin(CollegeAssignment.college)
        .outerjoin(CategoryAssignment, is_in_category(day))
        .outerjoin(CategoryAssignment.category)
        .where(is_member(day), *name_holds(words))
        .order_by(Actor.search_name, Member.number)
    )
    if without_voter:
        found = found.where(has_no_voter(day))
    if not college_key:
        return found
    return found.where(College.id.is_(None) if college_key == NO_COLLEGE else College.key == college_key)


def placings(session: Session, member_ids: Collection[int], day: date) -> Mapping[int, Placing]:
    """Return the college and the category of some members on a day, in one query."""
    rows = session.execute(
        select(Member.id, College, Category)
        .outerjoin(CollegeAssignment, is_in_college(day))
        .outerjoin(CollegeAssignment.college)
        .outerjoin(CategoryAssignment, is_in_category(day))
        .outerjoin(CategoryAssignment.category)
        .where(Member.id.in_(member_ids))
    )
    return {
        one: Placing(member_id=one, college=college, category=category) for one, college, category in rows
    }


def count_by_college(session: Session, day: date) -> list[CollegeCount]:
    """Return how many members each college has on a day, in the statutes' order; those in none come last."""
    counted = (
        select(CollegeAssignment.college_id, func.count())
        .select_from(Member)
        .outerjoin(CollegeAssignment, is_in_college(day))
        .where(is_member(day))
        .group_by(CollegeAssignment.college_id)
    )
    counts: dict[int | None, int] = dict(session.execute(counted).all())
    known = [CollegeCount(college=college, count=counts.get(college.id, 0)) for college in colleges(session)]
    return [*known, CollegeCount(college=None, count=counts[None])] if None in counts else known


def is_alone_in(session: Session, category: Category, member: Member, day: date) -> bool:
    """Tell whether a category would have nobody on a day without this member (L2)."""
    others = (
        select(Member.id)
        .join(CategoryAssignment, is_in_category(day))
        .where(is_member(day), CategoryAssignment.category_id == category.id, Member.id != member.id)
    )
    return session.scalars(others.limit(1)).first() is None


def member(session: Session, member_id: int) -> Member:
    """Return a member, present or past; raises Missing."""
    found = session.get(Member, member_id, options=[joinedload(Member.actor)])
    if found is None:
        raise Missing("members.unknown", t("There is no such member."))
    return found


def member_of_actor(session: Session, actor_id: int, day: date) -> Member | None:
    """Return the membership of an actor on a day."""
    return session.scalars(select(Member).where(Member.actor_id == actor_id, is_member(day))).one_or_none()


def memberships_of_actor(session: Session, actor_id: int) -> Sequence[Member]:
    """Return the memberships of an actor, present or past, the latest first."""
    return session.scalars(
        select(Member).where(Member.actor_id == actor_id).order_by(Member.number.desc())
    ).all()


def admissible(session: Session, words: str, day: date, *, most: int = 20) -> Sequence[Actor]:
    """Return actors with all these words in their names who are not members on a day or later."""
    holding = name_holds(words)
    if not holding:
        return []
    taken = select(Member.actor_id).where(or_(Member.left_on.is_(None), Member.left_on > day))
    found = select(Actor).where(*holding, is_live(), Actor.id.not_in(taken))
    return session.scalars(found.order_by(Actor.search_name, Actor.id).limit(most)).all()
