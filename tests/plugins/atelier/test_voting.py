"""The questions of a season are chosen by points: counted by hand, and the same in any order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collegial.plugin import Option, Papers, Poll, TieRule
from collegial_atelier.voting import SHARED_PREFERENCE, points_of

POLL = Poll(options=tuple(Option(number=one, name=f"Q{one}") for one in (1, 2, 3)), seats=1)
# Four love the first and five dread it; the second is nobody's worst.
DIVIDED = [Papers(choice="1>2>3", count=4), Papers(choice="2>3>1", count=3), Papers(choice="3>2>1", count=2)]


def test_what_suits_many_comes_before_what_divides():
    tally = SHARED_PREFERENCE.tally(POLL, DIVIDED)

    assert points_of(POLL, DIVIDED) == {1: 8, 2: 12, 3: 7}
    assert (tally.elected, tally.votes, tally.ties) == ((2,), {2: 12}, ())
    assert tally.figures[0].rows == (("Q2", 12), ("Q1", 8), ("Q3", 7))


def test_what_is_left_out_gets_nothing_and_blank_papers_choose_nobody():
    papers = [Papers(choice="3", count=1), Papers(choice="blank", count=5)]

    assert points_of(POLL, papers) == {1: 0, 2: 0, 3: 2}
    assert SHARED_PREFERENCE.tally(POLL, papers[1:]).elected == ()


@pytest.mark.parametrize(("rule", "elected"), [(TieRule.REPORT, ()), (TieRule.LISTED, (1,))])
def test_a_tie_follows_the_rule_of_the_resolution(rule, elected):
    poll = Poll(options=POLL.options, ties=rule)
    tally = SHARED_PREFERENCE.tally(poll, [Papers(choice="1>2>3", count=1), Papers(choice="2>1>3", count=1)])

    assert tally.elected == elected
    assert [one.options for one in tally.ties] == [(1, 2)]


@settings(max_examples=40, deadline=None)
@given(st.permutations(DIVIDED))
def test_the_order_of_the_papers_changes_nothing(papers):
    assert SHARED_PREFERENCE.tally(POLL, papers) == SHARED_PREFERENCE.tally(POLL, DIVIDED)
