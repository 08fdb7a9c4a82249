"""What the register answers, at a constant number of statements whatever it holds."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from collegial.kernel.money import ZERO, Money
from collegial.membership.models import CategoryAssignment, Member
from collegial.membership.rules.leaving import LeavingCause
from collegial.membership.services import leave
from collegial.shares import queries
from collegial.shares.models import PaymentMethod, WithdrawalCause
from collegial.shares.services import execute_withdrawals, subscribe_many
from collegial.statutes.models import Category

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 23)


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.fixture
def classed(session, members):
    """Give the members with a category each: one employee, then beneficiaries."""
    employees = Category(key="employees", name="Salariés", is_mandatory=True, position=1)
    others = Category(key="beneficiaries", name="Bénéficiaires", is_mandatory=True, position=2)
    for member, category in zip(members, (employees, others, others, others)):
        session.add(CategoryAssignment(member=member, category=category, starts_on=member.admitted_on))
    session.flush()
    return members


def test_the_annual_statement_is_read_by_category(context, session, classed, hold):
    ann, bob, cid, _ = classed
    hold(ann, 1_000, ago(300))
    hold(bob, 200, ago(200))
    hold(cid, 100, ago(200))
    leave(context, bob, left_on=ago(20), cause=LeavingCause.RESIGNATION)
    execute_withdrawals(context, effective_on=ago(10))

    made = queries.statement_of(session, first_day=ago(250), last_day=TODAY)

    figures = {
        key: [one.cents // 2_000 for one in (line.at_start, line.subscribed, line.redeemed, line.moved, line.at_end)]
        for key, line in {**made.categories, "total": made.total}.items()
    }  # fmt: skip
    assert figures == {
        "employees": [1_000, 0, 0, 0, 1_000],
        "beneficiaries": [0, 300, 0, -200, 100],
        None: [0, 0, 200, 200, 0],
        "total": [1_000, 300, 200, 0, 1_100],
    }
    assert queries.capital_by_category(session, ago(15)) == {
        "employees": Money(2_000_000),
        "beneficiaries": Money(200_000),
        None: Money(400_000),
    }


@pytest.mark.parametrize(
    ("cause", "known"),
    [
        (LeavingCause.RESIGNATION, WithdrawalCause.RESIGNATION),
        (LeavingCause.DEATH, WithdrawalCause.DEATH),
        (LeavingCause.LOST_QUALITY, WithdrawalCause.LOST_QUALITY),
    ],
)
def test_a_withdrawal_keeps_why_the_member_left(context, members, hold, cause, known):
    hold(members[0], 10, ago(30))

    leave(context, members[0], left_on=ago(3), cause=cause)

    assert [one.cause for one in queries.queue(context.session)] == [known]


@pytest.mark.parametrize(
    "ask",
    [
        lambda session: queries.outstanding(session, TODAY),
        lambda session: queries.balances_on(session, TODAY),
        lambda session: queries.capital_by_category(session, TODAY),
        lambda session: queries.capital_by_college(session, TODAY),
        lambda session: queries.statement_of(session, first_day=ago(90), last_day=TODAY),
        lambda session: [
            (one.from_member, one.to_member and one.to_member.actor.name, one.corrected_by, one.corrects)
            for one in session.scalars(queries.entries())
        ],
        lambda session: [one.member.actor.name for one in queries.outstanding(session, TODAY)],
    ],
    ids=["outstanding", "balances", "categories", "colleges", "statement", "entries", "names"],
)
def test_a_longer_register_takes_no_more_statements(context, session, members, statements, ask):
    def count(subscriptions):
        subscribe_many(context, subscriptions, effective_on=ago(5), method=PaymentMethod.CHEQUE)
        session.expunge_all()
        with statements() as asked:
            ask(session)
        return len(asked)

    few = count([(members[0], 10, Money(5_000))])
    known = session.scalars(select(Member)).all()

    assert count([(one, 10, Money(5_000)) for one in known for _ in range(5)]) == few


def test_nothing_is_known_before_anything_was_written(session, members):
    assert queries.capital_on(session, TODAY) == queries.highest_capital(session, TODAY) == ZERO
    assert queries.floor_on(session, TODAY) == Money(1_850_000)
    assert queries.floor_on(session, date(2020, 1, 1)) == ZERO
    assert queries.balances_on(session, TODAY) == {}
    assert queries.outstanding(session, TODAY) == []
    assert queries.first_break(session) is None
