"""Warn before a mandatory category loses its last member: it can be done, never silently (L2)."""

from datetime import date

from sqlalchemy import select

from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.membership.events import CategoryEmptied
from collegial.membership.models import CategoryAssignment, Member
from collegial.membership.queries.register import is_alone_in
from collegial.membership.rules import is_mandatory
from collegial.membership.services.assignments import rules_on
from collegial.statutes.models import Category


def warn_of_empty_category(
    context: Context, member: Member, current: CategoryAssignment | None, *, day: date, accept_empty: bool
) -> None:
    """Let a member go out of its category; raises Refused when it was the last and nobody has accepted that.

    Once accepted, an event says so.
    """
    rules = rules_on(context.session, day)
    if current is None or rules is None or not is_mandatory(rules, current.category.key):
        return
    # Two who go at once must not each count on the other.
    context.session.execute(select(Category.id).where(Category.id == current.category_id).with_for_update())
    if not is_alone_in(context.session, current.category, member, day):
        return
    if not accept_empty:
        raise Refused(
            "members.last_of_category",
            t(
                "This is the last member of the category “%(category)s”, which the statutes need: without anyone in "
                "it the cooperative no longer meets the law. Confirm that you know this.",
                category=current.category.name,
            ),
            field="accept_empty",
        )
    context.emit(CategoryEmptied(category=current.category.key, from_on=day.isoformat()))
