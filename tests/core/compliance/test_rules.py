"""Each light by the cases of the law; a surplus of 10 000 euros by hand."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.compliance.rules import (
    Due,
    Facts,
    LightState,
    Place,
    Surplus,
    Weighed,
    figure,
    lights,
    plan_surplus,
    worst,
)
from collegial.kernel.errors import Invalid
from collegial.kernel.money import ZERO, Money
from collegial.statutes.rules import LegalForm

DAY = date(2026, 11, 24)
SOUND = Facts(
    day=DAY, legal_form=LegalForm.SA,
    categories=(
        Place(name="Employees", members=2, is_mandatory=True),
        Place(name="Beneficiaries", members=5, is_mandatory=True),
        Place(name="Others", members=1),
    ),
    colleges=tuple(Weighed(name=name, weight=Fraction(1, 4), members=3) for name in "ABCD"),
    capital=Money(100_000_00), public_capital=Money(20_000_00), minimum=Money(18_500_00), floor=Money(25_000_00),
    due=(), to_repay=(), withdrawals_waiting=0, first_withdrawal_is_blocked=False, review_due_on=date(2029, 1, 1),
    need_a_voter=3, without_voter=0, leavers_with_contacts=0, fruitless_applications=0, register_breaks_at=None,
    legal_mention="Société coopérative d'intérêt collectif, SA à capital variable",
)  # fmt: skip


def light(key, **changes):
    found = {one.key: one for one in lights(replace(SOUND, **changes))}
    return found[key]


def owed(*days):
    return tuple(Due(day=day, amount=Money(60_00)) for day in days)


def places(*members):
    return tuple(
        Place(name=f"C{number}", members=many, is_mandatory=number < 2) for number, many in enumerate(members)
    )


def test_a_sound_cooperative_has_green_lights_only():
    assert {one.state for one in lights(SOUND)} == {LightState.GREEN}


@pytest.mark.parametrize(
    ("key", "changes", "state"),
    [
        ("categories", {"categories": places(0, 5, 1)}, LightState.RED),
        ("categories", {"categories": places(1, 1, 0)}, LightState.RED),
        (
            "categories",
            {"categories": places(1, 1, 0), "legal_form": LegalForm.ASSOCIATION},
            LightState.NOT_APPLICABLE,
        ),
        ("public_bodies", {"public_capital": Money(50_000_01)}, LightState.RED),
        ("public_bodies", {"public_capital": Money(50_000_00)}, LightState.AMBER),
        ("public_bodies", {"public_capital": Money(45_000_00)}, LightState.GREEN),
        ("public_bodies", {"public_capital": Money(30_000_00), "day": date(2010, 1, 1)}, LightState.RED),
        ("colleges", {"colleges": (Weighed(name="A", weight=Fraction(51, 100), members=1),)}, LightState.RED),
        ("colleges", {"colleges": (Weighed(name="A", weight=Fraction(1, 10), members=0),)}, LightState.AMBER),
        ("colleges", {"colleges": ()}, LightState.GREEN),
        ("capital", {"capital": Money(18_499_99)}, LightState.RED),
        ("capital", {"capital": Money(24_999_99)}, LightState.RED),
        ("capital", {"capital": Money(25_000_00)}, LightState.AMBER),
        ("capital", {"floor": None, "minimum": None}, LightState.NOT_APPLICABLE),
        ("withdrawals", {"withdrawals_waiting": 1}, LightState.AMBER),
        ("withdrawals", {"withdrawals_waiting": 1, "first_withdrawal_is_blocked": True}, LightState.AMBER),
        ("payments", {"due": owed(date(2026, 11, 23))}, LightState.RED),
        ("payments", {"due": owed(date(2026, 11, 24))}, LightState.AMBER),
        ("payments", {"due": owed(date(2027, 5, 26))}, LightState.AMBER),
        ("payments", {"due": owed(date(2027, 5, 27))}, LightState.GREEN),
        ("repayments", {"to_repay": owed(date(2026, 11, 23))}, LightState.RED),
        ("repayments", {"to_repay": owed(date(2026, 11, 24))}, LightState.AMBER),
        ("repayments", {"to_repay": owed(date(2027, 5, 27))}, LightState.GREEN),
        ("repayments", {"floor": None}, LightState.NOT_APPLICABLE),
        ("review", {"review_due_on": date(2026, 11, 23)}, LightState.RED),
        ("review", {"review_due_on": date(2027, 5, 1)}, LightState.AMBER),
        ("review", {"review_due_on": None}, LightState.AMBER),
        ("representatives", {"without_voter": 2}, LightState.AMBER),
        ("representatives", {"need_a_voter": 0}, LightState.GREEN),
        ("retention", {"leavers_with_contacts": 1}, LightState.AMBER),
        ("retention", {"fruitless_applications": 1}, LightState.AMBER),
        ("register", {"register_breaks_at": 7}, LightState.RED),
        ("mention", {"legal_mention": ""}, LightState.RED),
        ("mention", {"legal_mention": "SCIC SA à capital variable"}, LightState.RED),
        ("mention", {"legal_mention": "Société coopérative d’intérêt collectif SA"}, LightState.RED),
        ("mention", {"legal_mention": "", "legal_form": LegalForm.ASSOCIATION}, LightState.NOT_APPLICABLE),
    ],
)
def test_each_light_turns_at_its_limit(key, changes, state):
    assert light(key, **changes).state is state


def test_whatever_is_not_in_order_says_what_to_do():
    bad = replace(
        SOUND, categories=places(0, 1, 1), public_capital=Money(60_000_00), due=owed(date(2020, 1, 1)),
        to_repay=owed(date(2020, 1, 1)), withdrawals_waiting=2, review_due_on=None, register_breaks_at=3,
        without_voter=1, leavers_with_contacts=1,
    )  # fmt: skip
    for one in lights(bad):
        assert (one.advice is not None) is (one.state in (LightState.RED, LightState.AMBER))
        assert one.source


def test_late_balances_are_summed():
    found = light("payments", due=owed(date(2026, 1, 1), date(2026, 2, 1), date(2030, 1, 1)))
    assert "€120.00" in str(found.finding) or "120.00" in str(found.finding)


def test_every_figure_that_a_light_names_is_known_and_dated():
    assert figure("capital.payment_years.most", on=DAY).value == 5
    assert figure("retention.accounts.years", on=DAY).value == 10
    with pytest.raises(KeyError):
        figure("nothing", on=DAY)


def test_the_worst_light_comes_first():
    found = lights(replace(SOUND, register_breaks_at=3, review_due_on=None))
    assert [one.state for one in found[:2]] == [LightState.RED, LightState.AMBER]
    assert worst(found) is LightState.RED
    assert worst([]) is LightState.NOT_APPLICABLE


def test_public_bodies_could_hold_a_fifth_before_2014():
    assert figure("public_capital.most", on=date(2013, 1, 1)).value == Fraction(1, 5)
    assert figure("public_capital.most", on=date(2014, 8, 2)).value == Fraction(1, 2)
    assert figure("public_capital.most", on=date(1990, 1, 1)).value == Fraction(1, 5)


YEAR = Surplus(
    result=Money(10_000_00), subsidies=ZERO, paid_capital=Money(50_000_00), mean_rate=Fraction(3, 100),
    interest=ZERO, legal_reserve_is_full=False,
)  # fmt: skip


def test_a_surplus_of_10000_gives_1500_and_4250_to_the_reserves():
    plan = plan_surplus(YEAR, on=DAY)
    assert (plan.allocation.legal_reserve, plan.allocation.statutory_reserve) == (
        Money(1_500_00),
        Money(4_250_00),
    )
    assert plan.allocation.carried == Money(4_250_00)
    assert "57.5%" in str(plan.steps[3])


def test_interest_is_bounded_by_the_mean_rate_and_two_points():
    plan = plan_surplus(YEAR, on=DAY)
    assert plan.rate_limit == Money(2_500_00)  # 5 % of 50 000
    assert plan.most_interest == Money(2_500_00)
    assert plan_surplus(replace(YEAR, interest=Money(2_500_00)), on=DAY).allocation.carried == Money(1_750_00)
    with pytest.raises(Invalid) as refusal:
        plan_surplus(replace(YEAR, interest=Money(2_500_01)), on=DAY)
    assert refusal.value.field == "interest"


def test_a_rate_of_more_than_all_is_refused():
    with pytest.raises(Invalid) as refusal:
        plan_surplus(replace(YEAR, mean_rate=Fraction(101, 100)), on=DAY)

    assert str(refusal.value.text) == "A rate lies between 0 % and 100 %."


def test_subsidies_are_out_of_the_base_of_interest():
    plan = plan_surplus(replace(YEAR, subsidies=Money(8_000_00)), on=DAY)
    assert plan.base_limit == Money(850_00)  # 2 000 less 300 less 850
    assert plan_surplus(replace(YEAR, subsidies=Money(12_000_00)), on=DAY).most_interest == ZERO


def test_a_full_legal_reserve_takes_nothing():
    plan = plan_surplus(replace(YEAR, legal_reserve_is_full=True), on=DAY)
    assert (plan.allocation.legal_reserve, plan.allocation.statutory_reserve) == (ZERO, Money(5_000_00))


def test_a_loss_is_carried_forward():
    plan = plan_surplus(replace(YEAR, result=Money(-300_00)), on=DAY)
    assert (plan.allocation.carried, plan.most_interest, len(plan.steps)) == (Money(-300_00), ZERO, 1)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("subsidies", Money(-1)),
        ("paid_capital", Money(-1)),
        ("interest", Money(-1)),
        ("mean_rate", Fraction(101, 100)),
    ],
)
def test_a_figure_that_cannot_be_is_refused_at_its_field(field, wrong):
    with pytest.raises(Invalid) as refusal:
        plan_surplus(replace(YEAR, **{field: wrong}), on=DAY)
    assert refusal.value.field == field


cents = st.integers(0, 10**9).map(Money)


@given(cents, cents, cents, st.booleans())
def test_the_parts_are_the_whole_and_the_reserves_have_their_least(result, subsidies, capital, full):
    told = Surplus(
        result=result, subsidies=subsidies, paid_capital=capital, mean_rate=Fraction(1, 50), interest=ZERO,
        legal_reserve_is_full=full,
    )  # fmt: skip
    limit = plan_surplus(told, on=DAY).most_interest
    parts = plan_surplus(replace(told, interest=limit), on=DAY).allocation
    assert parts.legal_reserve + parts.statutory_reserve + parts.interest + parts.carried == result
    least = Fraction(1, 2) if full else Fraction(23, 40)
    assert (parts.legal_reserve + parts.statutory_reserve).cents >= result.cents * least
    assert parts.carried >= ZERO
