"""A value is kept until something happens, and made anew after it, in every process."""

from dataclasses import dataclass

import pytest

from collegial.journal.lasting import lasting
from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class SomethingHappened(Event):
    key = "test.happened"
    sentence = t("Something happened.")


@pytest.fixture
def make():
    """Return a function that counts how often it is called."""
    calls = []
    return lambda: calls.append(None) or len(calls)


def test_a_value_is_kept_while_nothing_happens(context, session, make):
    context.emit(SomethingHappened())

    assert [lasting(session, "a", make), lasting(session, "a", make)] == [1, 1]
    assert lasting(session, "b", make) == 2


def test_what_happens_makes_it_anew_and_what_is_undone_leaves_nothing(context, session, make):
    context.emit(SomethingHappened())
    session.commit()
    assert lasting(session, "a", make) == 1
    context.emit(SomethingHappened())
    assert lasting(session, "a", make) == 2
    session.rollback()

    context.clock.move(minutes=1)
    context.emit(SomethingHappened())
    assert lasting(session, "a", make) == 3
    session.commit()


def test_nothing_is_kept_before_the_journal_begins(session, make):
    assert [lasting(session, "a", make), lasting(session, "a", make)] == [1, 2]
