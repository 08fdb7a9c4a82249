"""Gather the state of the cooperative on a day, for the lights."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from collegial.actors.models import Actor, ActorKind, Representative
from collegial.actors.queries import is_representing
from collegial.assemblies.models import Assembly, AssemblyState
from collegial.compliance.models import CooperativeReview
from collegial.compliance.rules import Facts, Place, Weighed, figure
from collegial.kernel.errors import Refused
from collegial.kernel.money import ZERO, Money
from collegial.kernel.text import t
from collegial.membership.models import CategoryAssignment, CollegeAssignment, Member
from collegial.membership.queries import is_in_category, is_in_college, is_member
from collegial.shares.models import Withdrawal
from collegial.shares.queries import (
    capital_by_category,
    capital_on,
    first_break,
    floor_on,
    outstanding,
    queue,
)
from collegial.statutes.models import Category, College, Statutes
from collegial.statutes.queries import rules_of, statutes_on
from collegial.statutes.rules import StatuteRules


def facts_on(
    session: Session, day: date, *, public_categories: Collection[str], with_register: bool = True
) -> Facts:
    """Return the state on a day, in a constant number of statements; raises Refused without statutes.

    `with_register` walks the whole register of shares to see that it holds: left out where a page must be quick.
    """
    statutes = statutes_on(session, day)
    if statutes is None:
        raise Refused("compliance.no_statutes", t("No statutes are in force on that day: record them first."))
    rules, waiting = rules_of(statutes), queue(session)
    capital, floor = capital_on(session, day), floor_on(session, day) if rules.capital else None
    organisations, without = _organisations(session, day)
    broken = first_break(session) if with_register else None
    return Facts(
        day=day, legal_form=rules.legal_form, categories=_categories(session, rules, day),
        colleges=_colleges(session, rules, day), capital=capital,
        public_capital=_of(capital_by_category(session, day), public_categories),
        minimum=rules.capital.minimum if rules.capital else None, floor=floor,
        due=tuple(one.due_by for one in outstanding(session, day)),
        withdrawals_waiting=len(waiting), first_withdrawal_is_blocked=_is_blocked(waiting, rules, capital, floor),
        review_due_on=review_due_on(session, day), organisations=organisations,
        organisations_without_representative=without, register_breaks_at=broken.sequence if broken else None,
    )  # fmt: skip


def paid_capital_on(session: Session, day: date) -> Money:
    """Return how much of the capital is paid on a day."""
    return capital_on(session, day) - sum((one.due for one in outstanding(session, day)), ZERO)


def reviews(session: Session) -> Sequence[CooperativeReview]:
    """Return the reviews, the latest first."""
    held = select(CooperativeReview).options(joinedload(CooperativeReview.assembly))
    return session.scalars(held.order_by(CooperativeReview.held_on.desc(), CooperativeReview.id.desc())).all()


def review_due_on(session: Session, day: date) -> date | None:
    """Return when the next review is due: years after the last one, or after the first day of the statutes."""
    last = session.scalar(select(func.max(CooperativeReview.held_on)).where(CooperativeReview.held_on <= day))
    since = last or session.scalar(select(func.min(Statutes.effective_from)))
    return _years_after(since, int(figure("review.years", on=day).value)) if since else None


def ended_assemblies(session: Session) -> Sequence[Assembly]:
    """Return the assemblies that are over, the latest first: one of them discussed the report."""
    over = select(Assembly).where(Assembly.state == AssemblyState.CLOSED)
    return session.scalars(over.order_by(Assembly.starts_at.desc()).limit(20)).all()


def _categories(session: Session, rules: StatuteRules, day: date) -> tuple[Place, ...]:
    rows = session.execute(
        select(Category.key, func.count())
        .join(CategoryAssignment, CategoryAssignment.category_id == Category.id)
        .join(Member, is_in_category(day))
        .where(is_member(day))
        .group_by(Category.key)
    )
    counts = dict(rows.all())
    return tuple(
        Place(name=one.name, members=counts.get(one.key, 0), is_mandatory=one.mandatory)
        for one in rules.categories
    )


def _colleges(session: Session, rules: StatuteRules, day: date) -> tuple[Weighed, ...]:
    rows = session.execute(
        select(College.key, func.count())
        .join(CollegeAssignment, CollegeAssignment.college_id == College.id)
        .join(Member, is_in_college(day))
        .where(is_member(day))
        .group_by(College.key)
    )
    counts = dict(rows.all())
    return tuple(
        Weighed(name=one.name, weight=one.weight, members=counts.get(one.key, 0)) for one in rules.colleges
    )


def _organisations(session: Session, day: date) -> tuple[int, int]:
    """Return how many members are organisations, and how many of these nobody represents."""
    member_organisations = (
        select(func.count(Actor.id), func.count(Representative.id))
        .join(Member, Member.actor_id == Actor.id)
        .outerjoin(Representative, (Representative.organisation_id == Actor.id) & is_representing(day))
        .where(Actor.kind == ActorKind.ORGANISATION, is_member(day))
    )
    total, represented = session.execute(member_organisations).one()
    return total, total - represented


def _of(capital: Mapping[str | None, Money], keys: Collection[str]) -> Money:
    return sum((amount for key, amount in capital.items() if key in keys), ZERO)


def _is_blocked(
    waiting: Sequence[Withdrawal], rules: StatuteRules, capital: Money, floor: Money | None
) -> bool:
    if not waiting or rules.capital is None or floor is None:
        return False
    return capital - rules.capital.nominal * waiting[0].shares < floor


def _years_after(day: date, years: int) -> date:
    """Return the same day years later; the 28th for a 29 February that is missing."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
