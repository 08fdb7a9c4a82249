"""Where a loan stands: oldest instalment first, early repayments, days late; by properties, without a database."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collegial.plugin import ZERO, Invalid, Money, Refused
from collegial_finance.ledger.rules import movements, total
from collegial_finance.loans import bookkeeping
from collegial_finance.loans.following import (
    Course,
    Early,
    check_first_due,
    early,
    months_after,
    plan,
    position,
    split,
)
from collegial_finance.loans.rules import Repayment, Terms
from collegial_finance.modes import FundMode

LENT = date(2026, 1, 31)


def course(principal=120_000, rate="6/100", months=12, **changes):
    terms = Terms(
        principal=Money(principal), rate=Fraction(rate), months=months,
        repayment=changes.pop("repayment", Repayment.CONSTANT_CAPITAL), deferred=changes.pop("deferred", 0),
    )  # fmt: skip
    return Course(terms=terms, lent_on=LENT, first_due=date(2026, 2, 28), **changes)


def test_days_follow_each_other_at_the_end_of_months():
    days = [months_after(LENT, number) for number in (0, 1, 2, 11, 12, 13, 25)]

    assert [day.isoformat() for day in days] == [
        "2026-01-31", "2026-02-28", "2026-03-31", "2026-12-31", "2027-01-31", "2027-02-28", "2028-02-29",
    ]  # fmt: skip


def test_what_is_not_paid_is_late_from_the_day_after():
    found = course(repaid=Money(10_600))
    on_the_day = position(found, date(2026, 3, 28))
    after = position(found, date(2026, 4, 2))

    assert (on_the_day.late, on_the_day.days_late) == (ZERO, 0)
    assert (after.late, after.days_late) == (Money(10_550), 5)
    assert (after.remaining, after.next_due.number) == (Money(110_000), 3)
    assert position(course(repaid=Money(10_100)), date(2026, 4, 2)).days_late == 33


@pytest.mark.parametrize(
    ("day", "repaid", "expected"),
    [
        (date(2026, 2, 1), 0, Money(10_600)),  # nothing is due yet: the next instalment
        (date(2026, 3, 28), 0, Money(21_150)),  # two are due on this day
        (date(2026, 3, 29), 10_600, Money(10_550)),
        (date(2027, 2, 1), 123_900, None),
    ],
)
def test_what_is_to_be_paid_now_is_all_that_is_due_or_else_what_comes_next(day, repaid, expected):
    assert position(course(repaid=Money(repaid)), day).expected == expected


def test_interest_is_paid_before_principal_and_the_oldest_first():
    assert split(course(), date(2026, 2, 10), Money(10_600)) == (Money(10_000), Money(600))
    assert split(course(), date(2026, 2, 10), Money(500)) == (ZERO, Money(500))
    # The rest of the first instalment, then the interest of the second, then some of its principal.
    assert split(course(repaid=Money(500)), date(2026, 3, 28), Money(11_000)) == (Money(10_350), Money(650))


def test_more_than_what_is_due_is_an_early_repayment():
    for wrong in (ZERO, Money(-1), Money(10_601)):
        with pytest.raises(Refused, match=r"finance\.beyond_due"):
            split(course(), date(2026, 2, 10), wrong)


def test_an_early_repayment_brings_the_interest_run_on_it_and_lowers_what_follows():
    made, interest = early(course(repaid=Money(10_600)), date(2026, 3, 14), Money(55_000))

    assert (made, interest) == (Early(1, Money(55_000)), Money(138))  # 275 cents a month, 14 days of 28
    changed = plan(course(earlies=(made,)))
    assert {one.capital for one in changed[1:]} == {Money(5_000)}
    assert (changed[1].interest, len(changed)) == (Money(275), 12)
    whole, _ = early(course(repaid=Money(10_600)), date(2026, 3, 14), Money(110_000))
    assert len(plan(course(earlies=(whole,)))) == 1
    assert position(course(repaid=Money(10_600), earlies=(whole,)), date(2027, 1, 1)).remaining == ZERO


@pytest.mark.parametrize(
    ("repaid", "day", "amount", "code"),
    [
        (0, date(2026, 3, 1), 5_000, "early_while_late"), (500, date(2026, 2, 10), 5_000, "early_partly"),
        (10_600, date(2026, 3, 1), 110_001, "beyond_balance"), (10_600, date(2026, 3, 1), 0, "beyond_balance"),
    ],
)  # fmt: skip
def test_an_early_repayment_waits_for_what_is_due_and_never_exceeds_the_balance(repaid, day, amount, code):
    with pytest.raises((Invalid, Refused), match=rf"finance\.{code}"):
        early(course(repaid=Money(repaid)), day, Money(amount))


def test_the_first_instalment_comes_after_the_money_within_a_year():
    check_first_due(LENT, date(2027, 1, 31))
    for wrong in (LENT, date(2027, 2, 1)):
        with pytest.raises(Invalid, match=r"finance\.first_due"):
            check_first_due(LENT, wrong)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.integers(10_000, 10**7), st.integers(0, 900), st.integers(1, 12), st.sampled_from(Repayment), st.data()
)
def test_however_it_is_repaid_the_principal_comes_back_once(cents, rate, months, repayment, data):
    found = course(
        cents, f"{rate}/10000", months, repayment=repayment, deferred=data.draw(st.integers(0, months - 1))
    )
    day, back = LENT, ZERO
    while (stand := position(found, day)).remaining or any(one.left for one in stand.dues):
        day += timedelta(days=data.draw(st.integers(1, 90)))
        payable = position(found, day).payable
        ahead = data.draw(st.booleans()) and not any(
            one.left and (one.on <= day or one.paid) for one in position(found, day).dues
        )
        if ahead and stand.remaining:
            made, interest = early(
                found, day, stand.remaining.share(Fraction(data.draw(st.integers(1, 4)), 4))
            )
            assert ZERO <= interest <= made.amount
            found = course_with(found, early=made)
            back += made.amount
        else:
            capital, interest = split(found, day, payable)
            assert capital >= ZERO <= interest
            found = course_with(found, repaid=payable)
            back += capital
    assert back == Money(cents)


def course_with(found, *, repaid=ZERO, early=None):
    return Course(
        terms=found.terms, lent_on=found.lent_on, first_due=found.first_due, repaid=found.repaid + repaid,
        earlies=(*found.earlies, early) if early else found.earlies,
    )  # fmt: skip


def test_some_cents_left_after_an_early_repayment_still_come_back():
    made, _ = early(course(rate="0", repaid=Money(10_000)), date(2026, 3, 1), Money(109_992))
    found = course_with(course(rate="0", repaid=Money(10_000)), early=made)  # eight cents over eleven months
    again, _ = early(found, date(2026, 3, 2), Money(4))

    assert (made.after, again.after) == (1, 1)
    assert position(course_with(found, early=again), date(2027, 2, 1)).late == Money(4)


@given(st.sampled_from(FundMode), st.integers(1, 10**9).map(Money), st.integers(0, 10**6).map(Money))
def test_the_books_receive_what_moves_by_whose_money_it_is(mode, capital, interest):
    written = [
        bookkeeping.put_in(mode, capital), bookkeeping.put_in(mode, -capital), bookkeeping.lend(mode, capital),
        bookkeeping.repay(mode, capital, interest), bookkeeping.provide(capital), bookkeeping.provide(-capital),
        bookkeeping.lose(mode, capital), bookkeeping.recover(mode, capital),
    ]  # fmt: skip

    for lines in written:
        assert not lines or total(one.amount for one in movements(lines)) in {capital, capital + interest}
    if mode is FundMode.REFER:
        assert not any((written[2], written[3], written[6], written[7]))
