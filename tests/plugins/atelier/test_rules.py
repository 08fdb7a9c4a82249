from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collegial.plugin import Money
from collegial_atelier.rules import (
    Host,
    Ledger,
    Size,
    contract_fault,
    fairness,
    match_fault,
    payment_fault,
    places_left,
    plan,
    repeats,
    season_fault,
    season_of,
    shown_days,
    size_fault,
    why_not_full,
    why_not_start,
)

hosts = st.lists(st.sampled_from("ABC"), min_size=1, max_size=5).map(
    lambda places: [Host(key=key, territory=place) for key, place in enumerate(places, start=1)]
)
quick = settings(max_examples=60, deadline=None)


@quick
@given(hosts, st.data())
def test_the_planner_keeps_what_people_chose_and_never_lets_counts_drift(group, data):
    known = [one.key for one in group]
    slots = data.draw(st.lists(st.none() | st.sampled_from(known), max_size=12))

    planned = plan(group, slots)

    assert all(after == before for before, after in zip(slots, planned, strict=True) if before is not None)
    assert None not in planned
    spread = lambda row: max(map(row.count, known)) - min(map(row.count, known))  # noqa: E731
    assert spread(planned) <= max(1, spread(slots))
    assert fairness(group, planned).is_fair == (spread(planned) <= 1)


@quick
@given(hosts, st.integers(1, 11))
def test_each_structure_hosts_within_one_of_the_others_after_every_meeting(group, number):
    planned = plan(group, [None] * number)

    for held in range(1, number + 1):
        assert fairness(group, planned[:held]).is_fair


@quick
@given(hosts, st.integers(1, 9))
def test_territories_alternate_wherever_a_fair_plan_can(group, number):
    planned = plan(group, [None] * number)

    assert fairness(group, planned).repeats == fewest_repeats(tuple(one.territory for one in group), number)


def fewest_repeats(places, number):
    """Try every plan in which nobody hosts twice before all have hosted once more."""

    @cache
    def least(left, turns, before):
        if turns == 0:
            return 0
        waiting = left or frozenset(range(len(places)))
        return min(
            (places[one] == before) + least(waiting - {one}, turns - 1, places[one]) for one in waiting
        )

    return least(frozenset(), number, None)


def test_nobody_hosts_where_nobody_is_and_who_left_counts_no_more():
    assert plan([], [None, 7]) == [None, 7]
    group = [Host(key=1, territory="A"), Host(key=2, territory="B")]
    assert plan(group, [9, None, None]) == [9, 1, 2]
    assert repeats(["A", None, None, "A", "A"]) == 1


cents = st.integers(0, 100_00)


@given(cents, st.lists(st.integers(-5, 60_00), max_size=6))
def test_no_sequence_of_payments_goes_above_the_contract(agreed, tried):
    paid = Money(0)
    for one in tried:
        ledger = Ledger(agreed=Money(agreed), paid=paid, half_days_due=2, half_days_done=0)
        if payment_fault(ledger, Money(one)) is None:
            paid += Money(one)
        assert Money(0) <= paid <= Money(agreed)


def test_a_contract_says_what_is_left_and_when_it_is_settled():
    ledger = Ledger(agreed=Money(300_00), paid=Money(100_00), half_days_due=5, half_days_done=5)
    assert (ledger.left, ledger.is_settled, shown_days(5)) == (Money(200_00), False, "2.5")
    fault = payment_fault(ledger, Money(200_01))
    assert fault is not None
    assert fault.params == {"left": Money(200_00)}  # an amount, written in the language of its reader
    assert payment_fault(ledger, Money(200_00)) is None
    assert contract_fault(Money(0), 1) is None
    assert [contract_fault(Money(-1), 1) is None, contract_fault(Money(1), 0) is None] == [False, False]


@given(st.integers(0, 9), st.integers(2, 5), st.integers(0, 4))
def test_a_group_starts_within_its_bounds_only(members, least, more):
    size = Size(least=least, most=least + more)

    assert size_fault(size) is None
    assert (why_not_start(members, size) is None) == (size.least <= members <= size.most)
    assert (why_not_full(members, size) is None) == (members <= size.most)


def test_a_size_and_a_season_that_cannot_be_are_refused():
    assert size_fault(Size(least=1, most=4)) is not None
    assert size_fault(Size(least=4, most=3)) is not None
    assert "before it starts" in str(season_fault(date(2026, 5, 2), date(2026, 5, 1)))
    assert season_fault(date(2026, 5, 1), date(2026, 5, 1)) is None
    months = {12: "Winter", 2: "Winter", 3: "Spring", 8: "Summer", 9: "Autumn", 11: "Autumn"}
    assert {month: str(season_of(date(2026, month, 1))) for month in months} == months


@pytest.mark.parametrize(("capacity", "helped", "left"), [(2, 0, 2), (2, 2, 0), (1, 3, 0)])
def test_a_sponsor_helps_up_to_its_capacity(capacity, helped, left):
    assert places_left(capacity, helped) == left
    assert (match_fault(capacity, helped) is None) == (left > 0)
