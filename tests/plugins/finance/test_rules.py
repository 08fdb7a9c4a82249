"""The figures of the financial tools, by properties and by published cases."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import numpy_financial
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.plugin import ZERO, Invalid, Money, Refused
from collegial_finance.guarantees.rules import (
    Fund,
    ceilings,
    check_capacity,
    commission,
    course,
    guaranteed,
    payment,
    projection,
    shares_of_loss,
)
from collegial_finance.ledger.rules import Line, balances, movements, reverse, total
from collegial_finance.loans.rules import Repayment, Terms, lowered, schedule
from collegial_finance.patronage.figures import FIGURES, OF_AID, OF_COMPANIES, OF_PEOPLE
from collegial_finance.patronage.rules import IssuerForm, check_issuer, company_relief, person_relief
from collegial_finance.rounds.rules import (
    ClosingRule,
    Plan,
    PledgeState,
    check_move,
    check_plan,
    check_pledge,
    explain,
    holds,
    standing,
)
from collegial_finance.sharing import divide
from collegial_finance.words import RELIEF_FIGURES

TODAY = date(2026, 11, 23)
AMOUNTS = st.integers(1, 10**9).map(Money)


def euros(whole, cents=0):
    return Money(whole * 100 + cents)


# -- dividing ----------------------------------------------------------------------------------------


@given(st.integers(-(10**9), 10**9).map(Money), st.lists(st.integers(0, 10**6), min_size=1).filter(any))
def test_a_division_loses_no_cent_and_is_fair_to_the_cent(amount, weights):
    parts = divide(amount, weights)

    assert total(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.cents - Fraction(amount.cents * weight, sum(weights))) < 1


# -- ledger ------------------------------------------------------------------------------------------


@st.composite
def entries(draw):
    """Draw the lines of an entry that balances, on accounts that are debited or credited, never both."""
    debits = draw(st.lists(AMOUNTS, min_size=1, max_size=6))
    whole = total(debits)
    cuts = sorted(draw(st.lists(st.integers(1, max(1, whole.cents - 1)), max_size=5, unique=True)))
    edges = [0, *[cut for cut in cuts if 0 < cut < whole.cents], whole.cents]
    given = [Money(high - low) for low, high in pairwise(edges)]
    sides = [Line(f"5{n}", debit=one) for n, one in enumerate(debits)]
    return draw(st.permutations(sides + [Line(f"7{n}", credit=one) for n, one in enumerate(given)]))


@given(entries())
def test_movements_say_what_the_lines_say(lines):
    moved = movements(lines)

    said = {line.account: line.debit - line.credit for line in lines}
    assert balances(moved) == dict(sorted(said.items()))
    assert total(balances(moved).values()) == ZERO
    assert all(one.amount > ZERO and one.debit != one.credit for one in moved)
    assert not any(balances([*moved, *reverse(moved)]).values())


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "finance.entry_empty"),
        ([Line("512", debit=euros(10)), Line("102", credit=euros(9))], "finance.unbalanced"),
        ([Line("512", debit=euros(10), credit=euros(10))], "finance.line_sides"),
        ([Line("512"), Line("102", credit=euros(1))], "finance.line_sides"),
        ([Line("512", debit=euros(-1)), Line("102", credit=euros(-1))], "finance.line_sides"),
        (
            [Line("512", debit=euros(5)), Line("512", credit=euros(2)), Line("102", credit=euros(3))],
            "finance.line_circle",
        ),
    ],
)
def test_an_entry_that_cannot_be_is_refused(lines, code):
    with pytest.raises(Invalid) as refusal:
        movements(lines)
    assert refusal.value.code == code


# -- loans -------------------------------------------------------------------------------------------


@given(
    st.integers(10_000, 10**8),
    st.integers(0, 1500),
    st.integers(1, 120),
    st.sampled_from(Repayment),
    st.data(),
)
def test_a_schedule_repays_the_principal_and_nothing_more(cents, rate, months, repayment, data):
    deferred = data.draw(st.integers(0, months - 1))
    terms = Terms(
        principal=Money(cents),
        rate=Fraction(rate, 10_000),
        months=months,
        repayment=repayment,
        deferred=deferred,
    )

    found = schedule(terms)

    assert [one.number for one in found] == list(range(1, months + 1))
    assert total(one.capital for one in found) == Money(cents)
    assert found[-1].remaining == ZERO
    assert all(not one.capital for one in found[:deferred])
    assert all(one.capital >= ZERO and one.interest >= ZERO for one in found)
    assert rate or total(one.interest for one in found) == ZERO


@pytest.mark.parametrize(
    ("principal", "rate", "months"), [(10_000, 5, 36), (250_000, 3, 120), (1_500, 0, 12)]
)
def test_constant_annuities_equal_those_of_a_known_library(principal, rate, months):
    found = schedule(Terms(principal=euros(principal), rate=Fraction(rate, 100), months=months))

    for one in found[:-1]:
        known = (
            -numpy_financial.ppmt(rate / 1200, one.number, months, principal) if rate else principal / months
        )
        assert one.capital.cents == pytest.approx(known * 100, abs=months)
        assert one.total.cents == pytest.approx(
            -numpy_financial.pmt(rate / 1200, months, principal) * 100, abs=0.51
        )
    assert found[-1].total.cents == pytest.approx(found[0].total.cents, abs=months)


def test_an_early_repayment_keeps_the_end_and_lowers_what_follows():
    terms = Terms(principal=euros(12_000), rate=Fraction(0), months=12)

    rest = lowered(terms, schedule(terms), 3, euros(4_500))

    assert [one.number for one in rest] == list(range(4, 13))
    assert {one.total for one in rest} == {euros(500)}
    assert lowered(terms, schedule(terms), 3, euros(9_000)) == ()
    for wrong in (euros(9_001), ZERO, euros(-1)):
        with pytest.raises(Invalid, match=r"finance\.beyond_balance"):
            lowered(terms, schedule(terms), 3, wrong)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"principal": ZERO}, "principal"),
        ({"rate": Fraction(-1, 100)}, "rate"),
        ({"rate": Fraction(1)}, "rate"),
        ({"months": 0}, "months"),
        ({"deferred": 12}, "deferred"),
    ],
)
def test_terms_that_cannot_be_are_refused_at_their_field(changes, field):
    sound = {"principal": euros(100), "rate": Fraction(1, 50), "months": 12}
    with pytest.raises(Invalid) as refusal:
        schedule(Terms(**(sound | changes)))
    assert refusal.value.field == field


# -- guarantees --------------------------------------------------------------------------------------


def test_ten_thousand_under_a_ceiling_of_seventy_per_cent_leave_seven_thousand_for_all():
    both = ceilings(euros(10_000), Fraction(70, 100), [euros(5_000), euros(5_000)])

    assert both == [euros(3_500), euros(3_500)]
    assert total(ceilings(euros(10_000), Fraction(70, 100), [euros(5_000), euros(3_000)])) == euros(7_000)
    assert ceilings(euros(10_000), Fraction(70, 100), [euros(5_000)]) == [euros(5_000)]


def test_a_commission_of_one_and_a_half_and_one_per_cent():
    assert commission(euros(27_000), [Fraction(15, 1000), Fraction(1, 100)]) == euros(675)


def test_a_fund_refuses_what_goes_beyond_its_capacity():
    fund = Fund(endowment=euros(20_000), multiplier=Fraction(5))

    check_capacity(fund, euros(90_000), euros(10_000))
    with pytest.raises(Refused, match=r"finance\.over_capacity"):
        check_capacity(fund, euros(90_000), euros(10_000, 1))


def test_what_a_fund_lost_is_committed_no_more():
    fund = Fund(endowment=euros(20_000), multiplier=Fraction(5), lost=euros(4_000, 1))

    assert fund.capacity == Money(7_999_995)
    assert (fund.left(euros(70_000)), fund.left(euros(90_000))) == (Money(999_995), ZERO)
    with pytest.raises(Refused, match=r"finance\.over_capacity"):
        check_capacity(fund, euros(90_000), Money(1))
    assert Fund(endowment=euros(20_000), multiplier=Fraction(5), lost=euros(20_001)).capacity == ZERO


@given(AMOUNTS, st.fractions(0, 1), AMOUNTS, st.integers(0, 10**9).map(Money))
def test_no_call_pays_more_than_the_guarantee(principal, cover, loss, before):
    most = guaranteed(principal, cover)

    paid = payment(cover, loss, most, before)

    assert ZERO <= paid <= most
    assert paid == ZERO or before + paid <= most


def test_an_exposure_to_come_falls_with_the_loans_save_where_nothing_is_paid():
    half, still = Fraction(1, 2), (euros(400), euros(200), ZERO)
    falling = course(half, euros(300), (euros(600), euros(300), euros(100), ZERO), stands_still=False)

    assert falling == (euros(300), euros(150), euros(50), ZERO)
    assert course(half, euros(200), still, stands_still=True) == (euros(200),) * 3
    assert projection([falling, course(half, euros(200), still, stands_still=True)]) == (
        euros(500), euros(350), euros(250), euros(200),
    )  # fmt: skip
    assert projection([]) == ()


@given(AMOUNTS, st.lists(AMOUNTS, min_size=1, max_size=8))
def test_a_loss_is_shared_whole(loss, contributions):
    assert total(shares_of_loss(loss, contributions)) == loss


# -- patronage ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gift", "turnover", "counted", "relief"),
    [
        (1_000, 100_000, 1_000, 600),
        (30_000, 1_000_000, 20_000, 12_000),
        (2_000_000, 10**9, 2_000_000, 1_200_000),
        (2_500_000, 10**9, 2_500_000, 1_400_000),
        (6_000_000, 10**9, 5_000_000, 2_400_000),
    ],
)
def test_a_company_is_given_back_sixty_then_forty_per_cent_within_its_cap(gift, turnover, counted, relief):
    found = company_relief(euros(gift), euros(turnover), TODAY)

    assert (found.counted, found.relief, found.carried) == (
        euros(counted),
        euros(relief),
        euros(gift - counted),
    )


def test_a_person_is_given_back_sixty_six_per_cent_within_a_fifth_of_the_income():
    assert person_relief(euros(300), euros(20_000), TODAY).relief == euros(198)
    capped = person_relief(euros(5_000), euros(20_000), TODAY)
    assert (capped.counted, capped.relief, capped.carried) == (euros(4_000), euros(2_640), euros(1_000))
    helped = person_relief(euros(1_500), euros(20_000), TODAY, in_aid=True)
    assert helped.relief == euros(1_125)


@pytest.mark.parametrize(
    ("day", "relief"),
    [(date(2020, 1, 1), 750 + 990), (date(2025, 10, 13), 750 + 990), (date(2025, 10, 14), 1_500 + 330)],
)
def test_a_gift_in_aid_counts_at_the_higher_rate_up_to_the_ceiling_of_its_day(day, relief):
    found = person_relief(euros(2_500), euros(50_000), day, in_aid=True)

    assert found.relief == euros(relief)
    assert [one.value for one in found.figures if one.key == "aid.ceiling.euros"] == [
        1_000 if day < date(2025, 10, 14) else 2_000
    ]


def test_every_figure_of_a_relief_has_its_day_its_article_and_says_how_sure_it_is():
    assert {one.key for one in FIGURES} == {*OF_COMPANIES, *OF_PEOPLE, *OF_AID} == RELIEF_FIGURES.keys()
    for one in FIGURES:
        assert one.citation.startswith("Code général des impôts, art. 2"), one
        assert date(2003, 1, 1) <= one.valid_from <= TODAY, one


def test_a_gift_above_zero_under_known_rates():
    with pytest.raises(Invalid, match=r"finance\.gift_amount"):
        company_relief(ZERO, euros(1), TODAY)
    for day, in_aid in ((date(1999, 1, 1), False), (date(2019, 12, 31), True)):
        with pytest.raises(Invalid, match=r"finance\.no_rates"):
            person_relief(euros(1), euros(1), day, in_aid=in_aid)
    with pytest.raises(Invalid, match=r"finance\.no_rates"):
        company_relief(euros(1), euros(1), date(2019, 12, 31))


@pytest.mark.parametrize("form", IssuerForm)
def test_no_company_gives_a_receipt(form):
    if form in {IssuerForm.COMPANY, IssuerForm.SCIC}:
        with pytest.raises(Refused, match=r"finance\.issuer_company"):
            check_issuer(form)
    else:
        check_issuer(form)


# -- rounds ------------------------------------------------------------------------------------------

PLAN = Plan(
    target=euros(50_000), minimum=euros(30_000), maximum=euros(60_000), closes_on=date(2027, 3, 31),
    closing=ClosingRule.THRESHOLD, least=euros(500), most=euros(20_000),
)  # fmt: skip


@pytest.mark.parametrize(
    ("closing", "pledged", "held"),
    [
        (ClosingRule.ALL_OR_NOTHING, 49_999, False), (ClosingRule.ALL_OR_NOTHING, 50_000, True),
        (ClosingRule.THRESHOLD, 29_999, False), (ClosingRule.THRESHOLD, 30_000, True),
        (ClosingRule.OPEN, 0, False), (ClosingRule.OPEN, 1, True),
    ],
)  # fmt: skip
def test_a_round_holds_by_its_closing_rule_and_says_so(closing, pledged, held):
    plan = Plan(**(vars(PLAN) | {"closing": closing}))

    assert holds(plan, euros(pledged)) is held
    if closing is not ClosingRule.OPEN:
        assert ("lapses" in str(explain(plan, euros(pledged)))) is not held


def test_a_pledge_is_no_payment():
    rows = [(PledgeState.INTERESTED, euros(1)), (PledgeState.PLEDGED, euros(2)), (PledgeState.SIGNED, euros(4)),
            (PledgeState.PAID, euros(8)), (PledgeState.WITHDRAWN, euros(16))]  # fmt: skip
    found = standing(rows)

    assert (found.pledged, found.signed, found.paid) == (euros(14), euros(12), euros(8))


@pytest.mark.parametrize(
    ("amount", "others", "code"),
    [
        (499, 0, "pledge_least"), (0, 0, "pledge_least"), (-5, 0, "pledge_least"), (20_001, 0, "pledge_most"),
        (10_000, 50_001, "round_full"),
    ],
)  # fmt: skip
def test_a_pledge_out_of_bounds_is_refused(amount, others, code):
    with pytest.raises((Invalid, Refused), match=rf"finance\.{code}"):
        check_pledge(PLAN, euros(amount), euros(others))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"minimum": ZERO}, "minimum"), ({"target": euros(29_999)}, "target"), ({"maximum": euros(1)}, "maximum"),
        ({"closes_on": date(2026, 11, 22)}, "closes_on"), ({"least": euros(-1)}, "least"),
        ({"most": euros(499)}, "most"),
    ],
)  # fmt: skip
def test_a_plan_that_contradicts_itself_is_refused_at_its_field(changes, field):
    check_plan(PLAN, TODAY)
    with pytest.raises(Invalid) as refusal:
        check_plan(Plan(**(vars(PLAN) | changes)), TODAY)
    assert refusal.value.field == field


def test_a_pledge_goes_forward_or_is_withdrawn():
    check_move(PledgeState.CONTACTED, PledgeState.PLEDGED)
    check_move(PledgeState.SIGNED, PledgeState.WITHDRAWN)
    for state, wanted in (
        (PledgeState.PAID, PledgeState.WITHDRAWN), (PledgeState.WITHDRAWN, PledgeState.PLEDGED),
        (PledgeState.PLEDGED, PledgeState.PAID), (PledgeState.SIGNED, PledgeState.PLEDGED),
    ):  # fmt: skip
        with pytest.raises(Refused, match=r"finance\.pledge_step"):
            check_move(state, wanted)
