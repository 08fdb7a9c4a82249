"""Which colleges are counted together: no set that tells too much, none left out, none twice."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.kernel.errors import Invalid, Refused
from collegial.secret.rules import (
    College,
    below_floor,
    check_alone,
    check_ballots,
    check_floor_rule,
    groups,
)
from collegial.secret.sealing import Words, fingerprints

KEYS = "ABCD"


def college(key, members, attending=None):
    attends = members if attending is None else attending
    return College(key=key, name=key, weight=Fraction(1, 4), members=members, attending=attends)


def test_a_small_college_that_elects_by_itself_is_told_that_no_other_can_help():
    check_alone(college("A", 0), 5)
    check_alone(college("A", 5), 5)
    with pytest.raises(Refused, match="cannot be counted with another"):
        check_alone(college("A", 9, 4), 5)


@given(
    sizes=st.lists(st.integers(0, 9), min_size=4, max_size=4),
    merges=st.dictionaries(st.sampled_from(KEYS), st.sampled_from(KEYS), max_size=4),
)
def test_every_college_is_in_one_group_that_reaches_the_floor_or_the_opening_is_refused(sizes, merges):
    colleges = [college(key, size) for key, size in zip(KEYS, sizes, strict=True)]
    try:
        found = groups(colleges, merges, 5)
    except (Refused, Invalid):
        return
    assert sorted(one.key for group in found for one in group.colleges) == list(KEYS)
    for group in found:
        members = sum(one.members for one in group.colleges)
        assert members == 0 or members >= 5
    assert sum((group.sums([0, 0, 0, 0]).weight for group in found), Fraction(0)) == 1


def test_who_is_absent_does_not_help_to_reach_the_floor():
    small = college("A", 9, attending=4)
    assert below_floor([small, college("B", 5)], 5) == [small]
    with pytest.raises(Refused, match="below_floor"):
        groups([small], {}, 5)


@pytest.mark.parametrize("ballots", [0, 5, 6])
def test_no_ballot_and_enough_ballots_may_be_counted(ballots):
    check_ballots("A", ballots, 5)


@pytest.mark.parametrize("ballots", [1, 4])
def test_few_ballots_may_not(ballots):
    with pytest.raises(Refused, match="too_few_ballots"):
        check_ballots("A", ballots, 5)


def test_a_floor_that_hides_nobody_is_refused():
    with pytest.raises(Invalid):
        check_floor_rule(2)


def test_merges_that_go_round_are_refused():
    with pytest.raises(Invalid, match="merge_circle"):
        groups([college("A", 5), college("B", 5)], {"A": "B", "B": "A"}, 5)


def test_what_is_sealed_in_one_language_is_read_in_all():
    for words in (
        Words(),
        Words(
            roll="Empreinte de la liste électorale\u00a0:",
            program="Empreinte du programme\u00a0:",
            rules="Empreinte des règles\u00a0:",
        ),
    ):
        sealed = f"{words.roll} Ab+/9 {words.program} –\n{words.rules} Cd3"
        assert fingerprints(sealed) == ("Ab+/9", "–", "Cd3")
