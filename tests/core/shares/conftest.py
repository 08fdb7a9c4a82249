"""A cooperative of four members, at 20 € a share, before anyone has subscribed."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from collegial.kernel.money import Money
from collegial.membership.models import Member
from collegial.shares.models import PaymentMethod, ShareEntry
from collegial.shares.services import NewPayment, subscribe
from collegial.testing.factories import found

TODAY = date(2026, 11, 23)
NOMINAL = Money(2000)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def members(context) -> list[Member]:
    """Give four members, admitted a year ago, in three colleges."""
    found(context, {"A": 2, "B": 1, "C": 1})
    return list(context.session.scalars(select(Member).order_by(Member.number)))


def paid(cents: int, received_on: date = TODAY) -> NewPayment:
    return NewPayment(amount=Money(cents), method=PaymentMethod.TRANSFER, received_on=received_on)


@pytest.fixture
def hold(context) -> Callable[..., ShareEntry]:
    """Give a function that enters a subscription paid in full."""

    def make(member: Member, shares: int, effective_on: date = TODAY) -> ShareEntry:
        return subscribe(
            context,
            member,
            shares=shares,
            effective_on=effective_on,
            payment=paid(shares * 2000, effective_on),
        )

    return make


@pytest.fixture
def statements(program):
    """Give a context manager that lists the SQL statements of its block."""

    @contextmanager
    def listen():
        asked: list[str] = []

        def note(_connection, _cursor, statement, *_rest):
            asked.append(statement)

        event.listen(program.database.engine, "before_cursor_execute", note)
        yield asked
        event.remove(program.database.engine, "before_cursor_execute", note)

    return listen
