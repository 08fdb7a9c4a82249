"""Gather the state of the cooperative on a day, for the lights."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload

from collegial.assemblies.models import Assembly, AssemblyState
from collegial.compliance.models import CooperativeReview
from collegial.compliance.rules import Due, Facts, Place, Weighed, figure
from collegial.kernel.errors import Refused
from collegial.kernel.money import ZERO, Money
from collegial.kernel.text import t
from collegial.membership.models import CategoryAssignment, CollegeAssignment, Member
from collegial.membership.queries import (
    has_no_voter,
    is_in_category,
    is_in_college,
    is_member,
    needs_a_voter,
)
from collegial.privacy.queries import count_fruitless, count_long_gone
from collegial.shares.models import Withdrawal
from collegial.shares.queries import (
    capital_of_categories,
    capital_on,
    first_break,
    floor_on,
    outstanding,
    queue,
    repayments_due,
)
from collegial.shares.rules import add_years, in_law
from collegial.statutes.models import Category, College, Statutes
from collegial.statutes.queries import rules_of, statutes_on
from collegial.statutes.rules import StatuteRules


def facts_on(
    session: Session,
    day: date,
    *,
    public_categories: Collection[str],
    legal_mention: str = "",
    with_register: bool = True,
) -> Facts:
    """Return the state on a day, in a constant number of statements; raises Refused without statutes.

    `with_register` walks the whole register of shares to see that it holds: left out where a page must be quick.
    """
    statutes = statutes_on(session, day)
    if statutes is None:
        raise Refused("compliance.no_statutes", t("No statutes are in force on that day: record them first."))
    rules, waiting = rules_of(statutes), queue(session)
    clauses = in_law(rules, day)
    capital, floor = capital_on(session, day), floor_on(session, day) if clauses else None
    needing, without = _voters(session, day)
    broken = first_break(session) if with_register else None
    return Facts(
        day=day, legal_form=rules.legal_form, categories=_categories(session, rules, day),
        colleges=_colleges(session, rules, day), capital=capital,
        public_capital=capital_of_categories(session, public_categories, day),
        minimum=clauses.minimum if clauses else None, floor=floor,
        due=tuple(Due(day=one.due_by, amount=one.due) for one in outstanding(session, day)),
        to_repay=_to_repay(session),
        withdrawals_waiting=len(waiting), first_withdrawal_is_blocked=_is_blocked(waiting, rules, capital, floor),
        review_due_on=review_due_on(session, day), need_a_voter=needing, without_voter=without,
        leavers_with_contacts=count_long_gone(session, day),
        fruitless_applications=count_fruitless(session, day),
        register_breaks_at=broken.sequence if broken else None, legal_mention=legal_mention,
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
    return add_years(since, int(figure("review.years", on=day).value)) if since else None


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


def _voters(session: Session, day: date) -> tuple[int, int]:
    """Return for how many members someone else votes, and for how many of these nobody does."""
    alone = case((has_no_voter(day), 1))
    needing = (
        select(func.count(), func.count(alone))
        .select_from(Member)
        .join(Member.actor)
        .where(is_member(day), needs_a_voter(day))
    )
    total, without = session.execute(needing).one()
    return total, without


def _is_blocked(
    waiting: Sequence[Withdrawal], rules: StatuteRules, capital: Money, floor: Money | None
) -> bool:
    if not waiting or rules.capital is None or floor is None:
        return False
    return capital - rules.capital.nominal * waiting[0].shares < floor


def _to_repay(session: Session) -> tuple[Due, ...]:
    owed = ((one.repayment_due_on, one.repayment) for one in repayments_due(session))
    return tuple(Due(day=day, amount=amount) for day, amount in owed if day and amount)
