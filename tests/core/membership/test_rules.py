"""Where a category leads, what leaving brings with it, and how sizes follow from dated changes."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.kernel.errors import Invalid
from collegial.kernel.money import Money
from collegial.membership.rules import (
    LIABILITY,
    Change,
    LeavingCause,
    consequences,
    fits,
    is_mandatory,
    label_of,
    meaning_of,
    moments,
    proposed_college,
    sizes_on,
)
from collegial.statutes.rules import CapitalRule, parse_statutes
from collegial.testing.factories import statutes_document

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.fixture
def rules(document):
    return parse_statutes(document)


def test_a_category_leads_to_the_college_that_the_statutes_name(rules):
    proposal = proposed_college(rules, "employees")

    assert proposal.college_key == "A"
    assert str(proposal.reason) == (
        "The statutes place the category “Salariés du pôle” in the college “Salariés”."
    )


def test_a_category_without_a_college_leaves_the_choice(rules):
    proposal = proposed_college(rules, "partners")

    assert proposal.college_key is None
    assert "“Autres partenaires”: choose one." in str(proposal.reason)


def test_without_colleges_there_is_nothing_to_choose():
    document = statutes_document(colleges=[], votes={"carry": "heads"})

    proposal = proposed_college(parse_statutes(document), "employees")

    assert proposal.college_key is None
    assert "no colleges" in str(proposal.reason)


def test_an_unknown_category_leads_nowhere(rules):
    with pytest.raises(Invalid) as refusal:
        proposed_college(rules, "nobody")

    assert (refusal.value.code, refusal.value.field) == ("members.unknown_category", "category")


def test_the_statutes_say_which_categories_are_mandatory(rules):
    keys = ("employees", "beneficiaries", "partners", "nobody")
    assert [is_mandatory(rules, key) for key in keys] == [True, True, False, False]


def test_only_persons_die_and_only_organisations_are_dissolved():
    persons = {cause for cause in LeavingCause if fits(cause, is_person=True)}
    organisations = {cause for cause in LeavingCause if fits(cause, is_person=False)}

    assert set(LeavingCause) - persons == {LeavingCause.DISSOLUTION}
    assert set(LeavingCause) - organisations == {LeavingCause.DEATH}


@pytest.mark.parametrize("cause", LeavingCause)
def test_every_cause_has_its_name_and_its_meaning(cause):
    assert str(label_of(cause))
    assert str(meaning_of(cause)).endswith(".")


def test_leaving_brings_with_it_what_the_statutes_and_the_law_say():
    capital = CapitalRule(
        nominal=Money(2000), minimum=Money(0), floor=Fraction(1, 4), paid_at_subscription=Fraction(1, 4),
        payment_years=5, redemption_years=3,
    )  # fmt: skip

    said = [str(one) for one in consequences(capital)]

    assert any("3 years at most" in one for one in said)
    assert any(f"For {LIABILITY.value} years" in one and "L231-6" in one for one in said)
    assert any("less their part of the losses" in one for one in said)
    to_oneself = [str(one) for one in consequences(capital, to_oneself=True)]
    assert [("you " in one, "the member" in one) for one in (to_oneself[0], to_oneself[-1])] == [
        (True, False)
    ] * 2


def test_without_shares_leaving_is_only_the_vote():
    assert [str(one) for one in consequences(None)] == [
        "From that day on, the member has no vote and is no longer convened."
    ]


def test_sizes_count_up_to_the_end_of_each_day():
    monday = date(2026, 3, 2)
    changes = [
        Change(key="A", day=monday, delta=3),
        Change(key="B", day=monday + timedelta(days=1), delta=2),
        Change(key="A", day=monday + timedelta(days=2), delta=-3),
    ]

    sizes = sizes_on(changes, [monday + timedelta(days=number) for number in range(-1, 3)])

    assert [one.by_key for one in sizes] == [{}, {"A": 3}, {"A": 3, "B": 2}, {"B": 2}]
    assert [one.total for one in sizes] == [0, 3, 5, 2]


@given(
    stays=st.lists(st.tuples(st.sampled_from("ABC"), DAYS, st.integers(0, 5000))),
    day=DAYS,
)
def test_a_size_is_the_number_of_those_who_stay(stays, day):
    ends = [start + timedelta(days=length) for _, start, length in stays]
    changes = [Change(key=key, day=start, delta=1) for key, start, _ in stays]
    changes += [Change(key=key, day=end, delta=-1) for (key, _, _), end in zip(stays, ends, strict=True)]

    (size,) = sizes_on(changes, [day])

    there = [key for (key, start, _), end in zip(stays, ends, strict=True) if start <= day < end]
    assert size.by_key == {key: there.count(key) for key in set(there)}


@given(first=DAYS, length=st.integers(0, 36500), most=st.integers(2, 24))
def test_moments_are_few_in_order_and_end_today(first, length, most):
    last = first + timedelta(days=length)

    days = moments(first, last, most=most)

    assert len(days) <= most
    assert days == sorted(set(days))
    assert days[-1] == last
    assert all(first < day and day.day == 1 for day in days[:-1])


def test_moments_are_months_then_quarters_then_years():
    assert moments(date(2026, 1, 20), date(2026, 4, 10)) == [
        date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1), date(2026, 4, 10),
    ]  # fmt: skip
    assert moments(date(2024, 12, 5), date(2026, 11, 24))[:2] == [date(2025, 1, 1), date(2025, 4, 1)]
    assert moments(date(2019, 6, 1), date(2026, 11, 24))[:2] == [date(2020, 1, 1), date(2021, 1, 1)]
