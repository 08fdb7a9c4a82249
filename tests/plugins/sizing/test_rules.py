"""The arithmetic of a sizing: wages with dated charges, wear, cash, checks, comparison."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.plugin import Money
from collegial_sizing.rules.cash import cash, low_point
from collegial_sizing.rules.checking import check
from collegial_sizing.rules.comparing import compare, wholes
from collegial_sizing.rules.payroll import ChargeRate, rate_of_year
from collegial_sizing.rules.plan import Amount, Line, LineKind, Section
from collegial_sizing.rules.projecting import depreciation, project

FLAT = [ChargeRate(starts_on=date(2027, 1, 1), rate=Fraction(2, 5))]


def test_wages_bear_the_charges_of_each_month(plan):
    rates = [*FLAT, ChargeRate(starts_on=date(2027, 7, 1), rate=Fraction(1, 2))]
    wage = plan(
        ("senior", [("3/4", 3_600_000)]), ("subcontract", [("2", 50_000)]), ("trainee", [("6", 42_000)])
    )

    (year,) = project(wage, rates)

    assert rate_of_year(rates, date(2027, 1, 1)) == Fraction(9, 20)
    assert year.amounts == {0: Money(3_915_000), 1: Money(100_000), 2: Money(252_000)}


def test_a_rate_that_changes_within_a_month_counts_from_the_next():
    rates = [*FLAT, ChargeRate(starts_on=date(2027, 7, 2), rate=Fraction(1))]

    assert rate_of_year(rates, date(2027, 1, 1)) == (7 * Fraction(2, 5) + 5) / 12


@pytest.mark.parametrize(
    ("bought_in_month", "expected"), [(None, [400, 400, 400, 0]), (7, [200, 400, 400, 200])]
)
def test_equipment_wears_evenly_from_the_month_of_its_purchase(bought_in_month, expected):
    line = Line(
        key=1, kind=LineKind.EQUIPMENT, label="", life_years=3, pay_month=bought_in_month,
        amounts=(Amount(quantity=Fraction(1), unit=Money(1200)), *[Amount()] * 3),
    )  # fmt: skip

    assert [depreciation(line, year).cents for year in range(1, 5)] == expected


@given(price=st.integers(0, 10**9), life=st.integers(1, 9), month=st.integers(1, 12))
def test_wear_over_a_whole_life_is_the_price_to_the_cent(price, life, month):
    amounts = (Amount(quantity=Fraction(1), unit=Money(price)), *[Amount()] * 9)
    line = Line(key=1, kind=LineKind.EQUIPMENT, label="", life_years=life, pay_month=month, amounts=amounts)

    assert sum(depreciation(line, year).cents for year in range(1, 11)) == price


def test_public_bodies_are_counted_apart_and_volunteering_in_no_result(plan):
    (year,) = project(
        plan(
            ("public_grant", [60_00]), ("public_contract", [15_00]), ("sales", [25_00]), ("rent", [90_00]),
            ("volunteering", [("10", 20_00)]),
        ),
        [],
    )  # fmt: skip

    assert (year.resources, year.result, year.public_share) == (Money(100_00), Money(10_00), Fraction(3, 4))
    assert year.volunteering == Money(200_00)
    assert year.cost_shares == {Section.TEAM: 0, Section.EXTERNAL: 1, Section.EQUIPMENT: 0}


def test_cash_follows_the_months_of_payment(plan):
    late = plan(
        ("rent", [120_00, 120_00]), ("public_grant", [120_00, 120_00], {"pay_month": 14}),
        ("equipment", [30_00, 0], {"life_years": 3}), opening_cash=Money(50_00),
    )  # fmt: skip

    months = cash(late, project(late, []))

    assert months[0].paid == Money(40_00)
    assert [months[index].balance.cents for index in (0, 12, 13, 23)] == [10_00, -110_00, 0, -100_00]
    assert (low_point(months).month, low_point(months).balance) == (date(2028, 1, 1), Money(-110_00))


@given(amount=st.integers(0, 10**9))
def test_an_amount_paid_evenly_loses_no_cent(amount):
    from collegial_sizing.rules.cash import _evenly

    parts = [one.cents for one in _evenly(Money(amount))]

    assert (len(parts), sum(parts)) == (12, amount)
    assert max(parts) - min(parts) <= 1


def lights(plan, rates=FLAT):
    years = project(plan, rates)
    return {one.key: (one.is_met, str(one.reason)) for one in check(plan, rates, years, cash(plan, years))}


def test_what_is_wrong_is_said(plan):
    found = lights(
        plan(
            ("senior", [("1", 1000), ("1", 1000)]), ("public_grant", [2000, 1000]), ("sales", [0, 1000]),
            ("volunteering", [("1", 700), ("1", 700)]), starts_on=date(2026, 12, 1), public_limit=Fraction(3, 4),
        )
    )  # fmt: skip

    assert found["balance"] == (True, "Every year pays for itself. Over all years, 12.33 EUR is left.")
    assert found["public"][0] is False
    assert "these years: 1." in found["public"][1]
    assert found["charges"] == (
        False,
        "No rate of charges is in force in 2026-12: wages count without charges.",
    )
    assert found["volunteering"][0] is True
    assert "14.00 EUR" in found["volunteering"][1]


def test_a_loss_and_an_empty_till_are_said(plan):
    found = lights(plan(("rent", [1200, 1200]), ("sales", [1200, 600])))

    assert found["balance"] == (
        False, "One year costs more than it brings: year 2. Over all years, -6.00 EUR is left."
    )  # fmt: skip
    assert (found["cash"][0], "2028-12: -6.00 EUR" in found["cash"][1]) == (False, True)
    assert found.keys() == {"balance", "cash"}


def test_scenarios_are_summed_up_over_their_years(plan):
    short, long = project(plan(("rent", [100])), []), project(plan(("rent", [130, 140])), [])

    first, second = wholes([short, long])

    assert (first.years, first.cost, first.difference, first.public_share) == (1, Money(100), Money(0), None)
    assert (second.years, second.cost, second.difference) == (2, Money(270), Money(170))
    assert second.result == Money(-270)


def test_scenarios_of_different_lengths_are_compared_with_the_first(plan):
    short, long = project(plan(("rent", [100])), []), project(plan(("rent", [130, 140])), [])

    first, second = compare([short, long])

    assert first.differences == (Money(0), Money(30))
    assert (second.figures[0], second.differences) == (None, (None, None))
