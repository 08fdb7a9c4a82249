"""What an experiment fund can commit, how it scores, and when it pays: without a database."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collegial.plugin import DomainError, Money
from collegial_finance import agreeing
from collegial_finance.fund import rules
from collegial_finance.fund.means import Pots, Standing, check_available
from collegial_finance.fund.rules import CallPlan, Criterion

SPRING, SUMMER = date(2026, 3, 1), date(2026, 6, 1)


def euros(amount):
    return Money(amount * 100)


def test_only_what_was_received_is_available():
    found = Standing(promised=euros(50), received=euros(100), committed=euros(70), paid=euros(30))
    assert (found.in_hand, found.to_pay, found.available) == (euros(70), euros(40), euros(30))


@pytest.mark.parametrize(
    ("committed", "first", "second"),
    [
        ({}, 120, 80),
        ({1: 20}, 100, 80),
        ({1: 50}, 70, 70),
        ({2: 70}, 50, 10),
        ({1: 60, 2: 60}, 0, 0),
    ],
)
def test_earmarked_money_serves_its_call_first_and_no_other(committed, first, second):
    """100 € serve every call, 20 € are earmarked for the first one, and the second one offers 80 € in all."""
    pots = Pots(
        free=euros(100),
        earmarked={1: euros(20)},
        committed={key: euros(one) for key, one in committed.items()},
        envelopes={1: euros(1000), 2: euros(80)},
    )
    assert (pots.available_for(1), pots.available_for(2)) == (euros(first), euros(second))


AMOUNTS = st.dictionaries(st.integers(1, 3), st.integers(0, 60))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
@given(st.integers(0, 100), AMOUNTS, st.lists(st.tuples(st.integers(1, 3), st.integers(1, 40)), max_size=8))
def test_no_order_of_commitments_takes_more_than_came_in(free, earmarked, wishes):
    committed = {}
    for call, wish in wishes:
        pots = Pots(
            free=Money(free), earmarked={key: Money(one) for key, one in earmarked.items()},
            committed={key: Money(one) for key, one in committed.items()},
            envelopes={1: Money(50), 2: Money(70), 3: Money(200)},
        )  # fmt: skip
        try:
            check_available(pots, call, Money(wish))
        except DomainError:
            continue
        committed[call] = committed.get(call, 0) + wish
    beyond = sum(max(0, spent - earmarked.get(call, 0)) for call, spent in committed.items())
    assert beyond <= free
    assert (committed.get(1, 0) <= 50, committed.get(2, 0) <= 70) == (True, True)


def test_scores_are_weighted_and_reviewers_count_alike():
    assert rules.weighted([(5, 3), (1, 1)]) == Fraction(4)
    assert rules.mean([Fraction(4), None, Fraction(3)]) == Fraction(7, 2)
    assert rules.weighted([]) is None
    assert rules.mean([None]) is None


PLAN = CallPlan(opens_on=SPRING, closes_on=SUMMER, envelope=euros(100), most=euros(40))
ONE = (Criterion(label="Usage"),)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (lambda: rules.check_convention(Money(-1), SPRING, SUMMER), "amount"),
        (lambda: rules.check_convention(Money(0), SPRING, SUMMER), "amount"),
        (lambda: rules.check_convention(euros(1), SUMMER, SPRING), "ends_on"),
        (lambda: rules.check_receipt(euros(6), euros(5), SPRING, SPRING, SUMMER), "amount"),
        (lambda: rules.check_receipt(euros(5), euros(5), date(2026, 7, 1), SPRING, SUMMER), "on"),
        (lambda: rules.check_call(PLAN, ONE, date(2026, 7, 1)), "closes_on"),
        (lambda: rules.check_call(PLAN, (), SPRING), "criteria"),
        (lambda: rules.check_call(PLAN, (Criterion(label="Usage", weight=11),), SPRING), "criteria"),
        (lambda: rules.check_call(PLAN, (*ONE, Criterion(label="usage")), SPRING), "criteria"),
        (lambda: rules.check_application(euros(41), euros(80), euros(40)), "asked"),
        (lambda: rules.check_application(euros(-1), euros(80), euros(40)), "asked"),
        (lambda: rules.check_application(euros(40), euros(39), euros(40)), "budget"),
        (lambda: rules.check_open(PLAN, date(2026, 6, 2)), None),
        (lambda: rules.check_open(PLAN, date(2026, 2, 28)), None),
        (lambda: rules.check_score(6), None),
        (lambda: rules.check_instalments(euros(10), [euros(4), euros(5)]), "instalments"),
        (lambda: rules.check_instalments(euros(10), [euros(11), euros(-1)]), "instalments"),
        (lambda: rules.check_payment(euros(6), euros(5)), "amount"),
        (lambda: rules.check_payment(Money(-1), euros(5)), "amount"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(wrong, field):
    with pytest.raises(DomainError) as refusal:
        wrong()
    assert refusal.value.field == field


def test_paper_shows_no_marks_of_markdown():
    written = "Un **four**\nà `pain` :\n\n- chaud\n- partagé"
    assert agreeing.paragraphs(written) == ["Un four à pain :", "chaud", "partagé"]


def test_what_is_right_passes():
    rules.check_call(PLAN, ONE, SUMMER)
    rules.check_open(PLAN, SUMMER)
    rules.check_receipt(euros(5), euros(5), SUMMER, SPRING, SUMMER)
    rules.check_payment(euros(5), euros(5))


@pytest.mark.parametrize(
    ("stands", "code"),
    [
        ({"is_paid": True, "awaits_approval": True}, "finance.instalment_paid"),
        ({"is_signed": False, "awaits_evidence": True}, "finance.not_signed"),
        ({"awaits_evidence": True}, "finance.no_evidence"),
        ({"awaits_approval": True}, "finance.not_approved"),
        ({}, None),
    ],
)
def test_an_instalment_waits_for_the_first_reason_and_no_field_is_to_blame(stands, code):
    nothing = {"is_signed": True, "is_paid": False, "awaits_evidence": False, "awaits_approval": False}
    refusal = rules.hindrance(**(nothing | stands))
    assert (refusal and refusal.code, refusal and refusal.field) == (code, None)
