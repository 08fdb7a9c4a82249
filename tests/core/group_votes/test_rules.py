"""A quorum of those who may answer, then more for than against."""

from fractions import Fraction

import pytest

from collegial.group_votes.rules import Answer, GroupVoteState, check_quorum, count
from collegial.kernel.errors import Invalid

FOR, AGAINST, ABSTAIN = Answer.FOR, Answer.AGAINST, Answer.ABSTAIN


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([FOR, FOR, AGAINST], GroupVoteState.ADOPTED),
        ([FOR, AGAINST], GroupVoteState.REJECTED),
        ([ABSTAIN, ABSTAIN, FOR], GroupVoteState.ADOPTED),
        ([ABSTAIN], GroupVoteState.REJECTED),
    ],
)
def test_more_for_than_against_adopts_and_a_tie_does_not(answers, outcome):
    assert count(answers).outcome is outcome


def test_an_abstention_counts_for_the_quorum_and_silence_does_not():
    counted = count([FOR, ABSTAIN, None, None, None])
    assert (counted.answered, counted.rights, counted.needed(Fraction(1, 2))) == (2, 5, 3)
    assert not counted.meets(Fraction(1, 2))
    assert counted.meets(Fraction(2, 5))


def test_without_a_quorum_somebody_must_answer_all_the_same():
    assert not count([None]).meets(Fraction(0))


def test_a_quorum_is_a_share():
    with pytest.raises(Invalid, match=r"group_votes\.quorum"):
        check_quorum(Fraction(3, 2))
