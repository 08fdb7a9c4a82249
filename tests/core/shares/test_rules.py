"""The rules of shares: ledger, capital and floor, payments, annual statement."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.kernel.money import ZERO, Money
from collegial.shares.rules import (
    DatedClause,
    EntryKind,
    Movement,
    add_years,
    annual_statement,
    available,
    balances,
    days_of_law,
    due_by,
    first_breach,
    first_payment,
    floor_of,
    highest_on,
    in_law,
    lots_of,
    repayment,
    running,
    unpaid_shares,
)
from collegial.statutes.rules import CapitalRule, parse_statutes
from collegial.testing.factories import statutes_document

NOMINAL = Money(2000)
START = date(2026, 1, 1)
RULE = CapitalRule(
    nominal=NOMINAL,
    minimum=Money(18_500_00),
    floor=Fraction(1, 4),
    paid_at_subscription=Fraction(1, 4),
    payment_years=5,
    redemption_years=5,
)
CLAUSES = [DatedClause(starts_on=date(2020, 1, 1), rule=RULE)]
DAYS = st.integers(0, 30).map(lambda days: START + timedelta(days=days))
ANN, BOB = 1, 2


def day(number):
    return START + timedelta(days=number)


def moved(number, kind, giver, receiver, shares, on=0, corrects=None):
    return Movement(
        id=number, number=number, kind=kind, giver=giver, receiver=receiver, shares=shares,
        nominal=NOMINAL, day=day(on), corrects=corrects,
    )  # fmt: skip


def subscribed(number, member, shares, on=0):
    return moved(number, EntryKind.SUBSCRIPTION, None, member, shares, on)


def corrected(number, one):
    kind = EntryKind.CORRECTION
    return moved(number, kind, one.receiver, one.giver, one.shares, (one.day - START).days, one.id)


@st.composite
def ledgers(draw):
    """Draw entries in any order of days, some of them corrected."""
    entries = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        if entries and draw(st.booleans()) and draw(st.booleans()):
            target = draw(st.sampled_from([one for one in entries if one.corrects is None]))
            if target.id not in {one.corrects for one in entries}:
                entries.append(corrected(number, target))
                continue
        kind = draw(st.sampled_from([one for one in EntryKind if one is not EntryKind.CORRECTION]))
        giver, receiver = {
            EntryKind.SUBSCRIPTION: (None, draw(st.sampled_from([ANN, BOB]))),
            EntryKind.TRANSFER: draw(st.sampled_from([(ANN, BOB), (BOB, ANN)])),
        }.get(kind, (draw(st.sampled_from([ANN, BOB])), None))
        entries.append(
            moved(number, kind, giver, receiver, draw(st.integers(1, 50)), draw(st.integers(0, 30)))
        )
    return entries


@given(ledgers(), DAYS)
def test_the_sum_of_the_balances_is_the_capital(entries, on):
    capital = sum((one.change for one in entries if one.day <= on), ZERO)

    assert NOMINAL * sum(balances(entries, on).values()) == capital


@given(ledgers(), DAYS)
def test_a_corrected_entry_leaves_no_trace_in_the_balances(entries, on):
    corrections = {one.corrects for one in entries} - {None}
    kept = [one for one in entries if one.corrects is None and one.id not in corrections]

    assert balances(entries, on) == balances(kept, on)


@given(st.dictionaries(DAYS, st.integers(0, 40)), DAYS, st.integers(1, 200))
def test_what_is_available_can_go_and_one_more_cannot(gains, since, more):
    free = available(gains, since)
    ends = [
        sum(shares for one, shares in gains.items() if one <= on) for on in {*gains, since} if on >= since
    ]

    assert all(end - free >= 0 for end in ends)
    assert any(end - free - more < 0 for end in ends)


def test_shares_given_away_since_are_not_available_before():
    changes = {day(0): 10, day(5): -8, day(9): 20}

    assert [available(changes, day(number)) for number in (-1, 0, 4, 5, 9)] == [0, 2, 2, 2, 22]


@pytest.mark.parametrize(
    ("highest", "floor"),
    [
        (Money(50_000_00), Money(18_500_00)),
        (Money(74_000_00), Money(18_500_00)),
        (Money(80_000_00), Money(20_000_00)),
        (Money(80_000_01), Money(20_000_01)),
    ],
)
def test_the_floor_is_the_minimum_or_a_quarter_of_the_highest_rounded_up(highest, floor):
    assert floor_of(RULE, highest) == floor


def test_the_highest_capital_is_that_of_a_days_end():
    changes = {day(0): Money(100), day(1): Money(50), day(2): Money(-70), day(3): Money(60)}

    assert [highest_on(changes, day(number)).cents for number in (-1, 0, 1, 2, 3)] == [0, 100, 150, 150, 150]
    assert [capital.cents for _, capital in running(changes)] == [100, 150, 80, 140]


def breach(changes, *, since=0, founding=False, clauses=CLAUSES):
    cents = {day(number): Money(euros * 100) for number, euros in changes.items()}
    found = first_breach(cents, clauses, since=day(since), until=day(30), founding=founding)
    return found and (found.day, found.capital.cents // 100, found.floor.cents // 100)


def test_a_withdrawal_stops_at_a_quarter_of_the_highest_capital():
    assert breach({0: 100_000, 5: -75_000}) is None
    assert breach({0: 100_000, 5: -75_001}) == (day(5), 24_999, 25_000)


def test_a_withdrawal_stops_at_the_minimum_of_the_statutes():
    assert breach({0: 20_000, 5: -1_500}) is None
    assert breach({0: 20_000, 5: -1_501}) == (day(5), 18_499, 18_500)


def test_a_past_withdrawal_is_judged_by_every_day_since():
    assert breach({0: 100_000, 2: -10_000, 9: -70_000}, since=2) == (day(9), 20_000, 25_000)


def test_a_minimum_raised_since_binds_from_its_day():
    raised = DatedClause(starts_on=day(10), rule=CapitalRule(**{**vars(RULE), "minimum": Money(30_000_00)}))

    assert breach({0: 40_000, 5: -15_000}, clauses=[*CLAUSES, raised]) == (day(10), 25_000, 30_000)


def test_an_error_of_the_founding_days_can_be_corrected_under_the_minimum():
    assert breach({0: 1_000}, founding=True) is None
    assert breach({0: 1_000}, founding=False) == (day(0), 1_000, 18_500)
    assert breach({0: 18_500, 5: -1}, founding=True) == (day(5), 18_499, 18_500)


def test_without_shares_in_the_statutes_nothing_binds():
    assert breach({0: 10}, clauses=[DatedClause(starts_on=START, rule=None)]) is None


@given(st.integers(1, 10_000), st.integers(1, 100_000))
def test_the_first_payment_is_the_least_that_is_not_under_a_quarter(shares, cents):
    least = first_payment(shares, Money(cents), Fraction(1, 4)).cents

    assert (least - 1) * 4 < shares * cents <= least * 4


def test_what_was_paid_counts_for_the_shares_that_remain():
    entries = [
        subscribed(1, ANN, 10),
        moved(2, EntryKind.CANCELLATION, ANN, None, 7, on=5),
    ]

    (lot,) = lots_of(ANN, entries, {1: Money(5000)})

    assert (lot.shares, lot.due) == (3, Money(1000))


def test_transfers_and_redemptions_take_paid_shares_first_and_the_oldest():
    entries = [
        subscribed(1, ANN, 10, on=0),
        subscribed(2, ANN, 10, on=1),
        subscribed(3, ANN, 10, on=2),
        moved(4, EntryKind.TRANSFER, ANN, BOB, 12, on=3),
    ]
    paid = {1: Money(5000), 2: Money(20000), 3: Money(20000)}

    assert [(lot.entry, lot.shares) for lot in lots_of(ANN, entries, paid)] == [(1, 10), (3, 8)]
    assert [(lot.entry, lot.shares, lot.due) for lot in lots_of(BOB, entries, paid)] == [(4, 12, ZERO)]
    assert unpaid_shares(lots_of(ANN, entries, paid)) == 10


def test_a_cancellation_takes_unpaid_shares_first_and_the_newest():
    entries = [
        subscribed(1, ANN, 10, on=0),
        subscribed(2, ANN, 10, on=1),
        subscribed(3, ANN, 10, on=2),
        moved(4, EntryKind.CANCELLATION, ANN, None, 12, on=3),
    ]
    paid = {1: Money(5000), 2: Money(20000), 3: Money(5000)}

    assert [(lot.entry, lot.shares) for lot in lots_of(ANN, entries, paid)] == [(1, 8), (2, 10)]


def test_corrected_entries_make_no_lots():
    wrong = subscribed(1, ANN, 100)
    entries = [wrong, subscribed(2, ANN, 10), corrected(3, wrong)]

    assert [(lot.entry, lot.shares) for lot in lots_of(ANN, entries, {2: Money(20000)})] == [(2, 10)]


@pytest.mark.parametrize(("paid", "until"), [(Money(5000), date(2031, 1, 1)), (Money(4999), START)])
def test_the_first_part_is_due_at_once_and_the_rest_years_later(paid, until):
    (lot,) = lots_of(ANN, [subscribed(1, ANN, 10)], {1: paid})

    assert due_by(lot, part=Fraction(1, 4), years=5) == until


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2026, 3, 1), 5, date(2031, 3, 1)),
    ],
)
def test_a_time_in_years_ends_on_the_same_day(start, years, end):
    assert add_years(start, years) == end


@pytest.mark.parametrize(
    ("loss", "unpaid", "back"),
    [(0, 0, 20_000), (500, 0, 15_000), (500, 7_500, 7_500), (2_000, 0, 0), (1_500, 15_000, 0)],
)
def test_shares_are_repaid_at_nominal_less_losses_less_what_was_never_paid(loss, unpaid, back):
    assert repayment(10, NOMINAL, loss=Money(loss), unpaid=Money(unpaid)) == Money(back)


def category_on(member, on):
    """Ann changes her category on day 10; Bob left on day 20."""
    if member == ANN:
        return "employees" if on < day(10) else "volunteers"
    return "employees" if on < day(20) else None


def test_the_annual_statement_goes_from_start_to_end_by_category():
    wrong = subscribed(5, BOB, 500, on=14)
    entries = [
        subscribed(1, ANN, 100, on=0),
        subscribed(2, BOB, 50, on=6),
        moved(3, EntryKind.TRANSFER, ANN, BOB, 10, on=12),
        moved(4, EntryKind.REDEMPTION, BOB, None, 60, on=25),
        wrong,
        corrected(6, wrong),
        moved(7, EntryKind.CANCELLATION, ANN, None, 5, on=26),
    ]

    made = annual_statement(entries, first_day=day(5), last_day=day(29), category_on=category_on)

    figures = {
        key: [
            one.cents // 2000
            for one in (
                line.at_start,
                line.subscribed,
                line.redeemed,
                line.cancelled,
                line.moved,
                line.at_end,
            )
        ]
        for key, line in {**made.categories, "total": made.total}.items()
    }
    assert figures == {
        "employees": [100, 50, 0, 0, -150, 0],
        "volunteers": [0, 0, 0, 5, 90, 85],
        None: [0, 0, 60, 0, 60, 0],
        "total": [100, 50, 60, 5, 0, 85],
    }


@given(ledgers(), DAYS, DAYS)
def test_the_lines_of_a_statement_add_up_to_its_total(entries, one, other):
    first, last = min(one, other), max(one, other)

    made = annual_statement(entries, first_day=first, last_day=last, category_on=category_on)

    for figure in ("at_start", "subscribed", "redeemed", "cancelled", "at_end", "moved"):
        parts = sum((getattr(line, figure) for line in made.categories.values()), ZERO)
        assert parts == getattr(made.total, figure)
    assert made.total.moved == ZERO
    assert made.total.at_end == sum((entry.change for entry in entries if entry.day <= last), ZERO)


def statutes_with(**capital):
    document = statutes_document()
    return parse_statutes(document | {"capital": document["capital"] | capital}, on=date.min)


def test_the_law_binds_statutes_that_say_less():
    bound = in_law(statutes_with(minimum="1000.00", floor="1/10"), date(2026, 1, 1))

    assert (bound.minimum, bound.floor) == (Money(18_500_00), Fraction(1, 4))


def test_statutes_may_ask_for_more_than_the_law():
    bound = in_law(statutes_with(minimum="30000.00", floor="1/2"), date(2026, 1, 1))

    assert (bound.minimum, bound.floor) == (Money(30_000_00), Fraction(1, 2))


def test_the_law_binds_from_its_day_on():
    first = min(days_of_law())

    assert in_law(statutes_with(floor="1/10"), first - timedelta(days=1)).floor == Fraction(1, 10)
    assert in_law(statutes_with(floor="1/10"), first).floor == Fraction(1, 4)
