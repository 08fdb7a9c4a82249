"""From the sums of each college to the decision, with every sentence that explains it."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.kernel.errors import Invalid, Refused
from collegial.statutes.rules import (
    Carry,
    CollegeRule,
    Fallback,
    LegalForm,
    MajorityBase,
    MajorityRule,
    StatuteRules,
)
from collegial.votes.rules import CollegeSums, Standing, check_countable, result

MORE_THAN_HALF = MajorityRule(threshold=Fraction(1, 2), strict=True, base=MajorityBase.CAST)
AT_LEAST_HALF = replace(MORE_THAN_HALF, strict=False)
TWO_THIRDS = MajorityRule(threshold=Fraction(2, 3), strict=False, base=MajorityBase.CAST)


def sums(key="A", *, weight=Fraction(1), for_=0, against=0, members=None, attending=None, **others):
    votes = for_ + against + sum(others.values())
    attending = votes if attending is None else attending
    return CollegeSums(
        key=key,
        name=key,
        weight=weight,
        members=attending if members is None else members,
        attending=attending,
        for_=for_,
        against=against,
        **others,
    )


def colleges(weights, *figures):
    return [
        sums(key, weight=Fraction(weight, 100), for_=for_, against=against)
        for key, weight, (for_, against) in zip("ABC", weights, figures, strict=True)
    ]


def count(given_colleges, majority=MORE_THAN_HALF, carry=Carry.PROPORTIONAL, on_tie=None, on_empty=None):
    return result(majority, carry, on_tie, on_empty, given_colleges)


def sentences(outcome):
    return [str(step) for step in outcome.steps]


SPLIT = colleges((40, 30, 30), (3, 2), (1, 9), (6, 4))
EVEN = colleges((50, 25, 25), (11, 9), (2, 8), (3, 7))
WITH_TIE = colleges((50, 30, 20), (5, 5), (6, 4), (1, 9))
WITH_EMPTY = colleges((50, 30, 20), (0, 0), (6, 4), (1, 9))


def test_the_same_votes_pass_by_majority_and_fail_by_proportion():
    by_majority = count(SPLIT, carry=Carry.MAJORITY)
    by_proportion = count(SPLIT, carry=Carry.PROPORTIONAL)

    assert (by_majority.for_share, by_majority.adopted) == (Fraction(70, 100), True)
    assert (by_proportion.for_share, by_proportion.adopted) == (Fraction(45, 100), False)


def test_exactly_half_is_not_more_than_half():
    assert count(EVEN, carry=Carry.MAJORITY).for_share == Fraction(1, 2)
    assert count(EVEN, carry=Carry.MAJORITY).adopted is False
    assert count(EVEN, AT_LEAST_HALF, carry=Carry.MAJORITY).adopted is True


def test_six_of_twelve_is_not_more_than_half():
    assert count([sums(for_=6, against=6)], carry=Carry.HEADS).adopted is False
    assert count([sums(for_=7, against=6)], carry=Carry.HEADS).adopted is True


def test_two_of_three_is_at_least_two_thirds():
    assert count([sums(for_=2, against=1)], TWO_THIRDS, carry=Carry.HEADS).adopted is True
    assert count([sums(for_=665, against=335)], TWO_THIRDS, carry=Carry.HEADS).adopted is False


def test_abstentions_blank_and_void_votes_are_not_cast():
    college = sums(for_=2, against=1, abstain=50, blank=20, void=10)

    assert college.cast == 3
    assert college.votes == 83
    assert count([college]).for_share == Fraction(2, 3)


@pytest.mark.parametrize(
    ("base", "share"),
    [(MajorityBase.CAST, "3/4"), (MajorityBase.PRESENT, "3/8"), (MajorityBase.MEMBERS, "3/10")],
)
@pytest.mark.parametrize("carry", [Carry.PROPORTIONAL, Carry.HEADS])
def test_wider_bases_count_abstention_against(base, share, carry):
    college = sums(for_=3, against=1, abstain=2, members=10, attending=8)

    assert count([college], replace(MORE_THAN_HALF, base=base), carry=carry).for_share == Fraction(share)


def test_a_college_that_only_abstains_is_against_where_the_base_is_present():
    in_favour, silent = sums(weight=Fraction(3, 5), for_=1), sums("B", weight=Fraction(2, 5), abstain=3)

    outcome = count([in_favour, silent], replace(MORE_THAN_HALF, base=MajorityBase.PRESENT))

    assert outcome.colleges[1].standing is Standing.DECIDED
    assert outcome.for_share == Fraction(3, 5)


def test_heads_ignore_weights():
    outcome = count(SPLIT, carry=Carry.HEADS)

    assert outcome.for_share == Fraction(10, 25)
    assert [college.carried for college in outcome.colleges] == [
        Fraction(3, 25),
        Fraction(1, 25),
        Fraction(6, 25),
    ]


@pytest.mark.parametrize(
    ("fallback", "share", "carried"),
    [
        (Fallback.DROP, "3/5", ["0", "3/5", "0"]),
        (Fallback.SHARE, "11/20", ["0", "11/20", "0"]),
        (Fallback.AGAINST, "3/10", ["0", "3/10", "0"]),
    ],
)
def test_a_tie_follows_the_statutes(fallback, share, carried):
    outcome = count(WITH_TIE, carry=Carry.MAJORITY, on_tie=fallback)

    assert outcome.colleges[0].standing is Standing.TIED
    assert outcome.for_share == Fraction(share)
    assert [college.carried for college in outcome.colleges] == [Fraction(part) for part in carried]


@pytest.mark.parametrize(
    ("fallback", "share"),
    [
        (Fallback.DROP, Fraction(30, 50) * Fraction(6, 10) + Fraction(20, 50) * Fraction(1, 10)),
        (Fallback.SHARE, Fraction(55, 100) * Fraction(6, 10) + Fraction(45, 100) * Fraction(1, 10)),
        (Fallback.AGAINST, Fraction(30, 100) * Fraction(6, 10) + Fraction(20, 100) * Fraction(1, 10)),
    ],
)
def test_a_college_without_votes_follows_the_statutes(fallback, share):
    outcome = count(WITH_EMPTY, on_empty=fallback)

    assert outcome.colleges[0].for_share is None
    assert outcome.for_share == share


def test_a_tie_and_an_empty_college_each_follow_their_rule():
    mixed = colleges((50, 30, 20), (5, 5), (0, 0), (1, 0))

    outcome = count(mixed, carry=Carry.MAJORITY, on_tie=Fallback.DROP, on_empty=Fallback.SHARE)

    assert [college.counted_weight for college in outcome.colleges] == [0, 0, 1]
    assert outcome.adopted is True


def test_a_tie_needs_no_rule_under_proportional_carry():
    assert count(WITH_TIE).for_share == Fraction(45, 100)


def test_a_tie_without_a_rule_leaves_the_result_undefined():
    outcome = count(WITH_TIE, carry=Carry.MAJORITY)

    assert outcome.adopted is None
    assert outcome.for_share is None
    assert sentences(outcome)[-1] == (
        "College A is tied and the statutes do not say what a tie means: the result is undefined."
    )


def test_an_empty_college_without_a_rule_leaves_the_result_undefined():
    outcome = count(WITH_EMPTY, on_tie=Fallback.DROP)

    assert outcome.adopted is None
    assert sentences(outcome)[-1] == (
        "College A has no vote to count and the statutes do not say what becomes of its weight: "
        "the result is undefined."
    )


@pytest.mark.parametrize("carry", Carry)
@pytest.mark.parametrize("threshold", ["0", "1/2"])
def test_no_vote_at_all_adopts_nothing(carry, threshold):
    majority = replace(AT_LEAST_HALF, threshold=Fraction(threshold))

    outcome = count(colleges((40, 30, 30), (0, 0), (0, 0), (0, 0)), majority, carry)

    assert (outcome.adopted, outcome.for_share) == (False, 0)
    assert sentences(outcome)[-1] == "No vote counts in any college: the resolution is rejected."


@pytest.mark.parametrize("fallback", [Fallback.DROP, Fallback.SHARE])
def test_ties_everywhere_adopt_nothing(fallback):
    tied = colleges((40, 30, 30), (1, 1), (2, 2), (3, 3))

    assert count(tied, AT_LEAST_HALF, Carry.MAJORITY, on_tie=fallback).adopted is False


def test_a_proportional_count_is_explained_step_by_step():
    assert sentences(count(SPLIT)) == [
        "College A: votes cast 5, for 3, against 2; not cast: abstentions 0, blank 0, void 0.",
        "College B: votes cast 10, for 1, against 9; not cast: abstentions 0, blank 0, void 0.",
        "College C: votes cast 10, for 6, against 4; not cast: abstentions 0, blank 0, void 0.",
        "College A: 3 of 5 votes cast in favour, weight 2/5, carries 6/25.",
        "College B: 1 of 10 votes cast in favour, weight 3/10, carries 3/100.",
        "College C: 6 of 10 votes cast in favour, weight 3/10, carries 9/50.",
        "The total in favour is 9/20 (45%).",
        "More than 1/2 is needed: the resolution is rejected.",
    ]


def test_a_count_by_majority_is_explained_step_by_step():
    assert sentences(count(SPLIT, carry=Carry.MAJORITY))[3:] == [
        "College A is in favour: its whole weight counts for, 2/5.",
        "College B is not in favour: its whole weight counts against, 3/10.",
        "College C is in favour: its whole weight counts for, 3/10.",
        "The total in favour is 7/10 (70%).",
        "More than 1/2 is needed: the resolution is adopted.",
    ]


@pytest.mark.parametrize(
    ("base", "sentence"),
    [
        (MajorityBase.CAST, "All together, 2 of 3 votes cast are in favour."),
        (MajorityBase.PRESENT, "All together, 2 votes are in favour for 4 voting rights attending."),
        (MajorityBase.MEMBERS, "All together, 2 votes are in favour for 5 members."),
    ],
)
def test_a_count_by_heads_is_explained(base, sentence):
    college = sums(for_=2, against=1, members=5, attending=4)

    assert sentences(count([college], replace(TWO_THIRDS, base=base), Carry.HEADS))[1] == sentence


@pytest.mark.parametrize(
    ("base", "sentence"),
    [
        (MajorityBase.PRESENT, "College A: 2 votes in favour for 4 attending, weight 1/1, carries 1/2."),
        (MajorityBase.MEMBERS, "College A: 2 votes in favour for 5 members, weight 1/1, carries 2/5."),
    ],
)
def test_wider_bases_are_named_in_the_steps(base, sentence):
    college = sums(for_=2, against=1, members=5, attending=4)

    assert sentences(count([college], replace(TWO_THIRDS, base=base)))[1] == sentence


def test_the_verdict_names_the_threshold_and_whether_it_must_be_passed():
    assert sentences(count([sums(for_=2, against=1)], TWO_THIRDS))[-1] == (
        "At least 2/3 is needed: the resolution is adopted."
    )
    assert sentences(count([sums(for_=1, against=1)], TWO_THIRDS))[-1] == (
        "At least 2/3 is needed: the resolution is rejected."
    )


@pytest.mark.parametrize(
    ("fallback", "fate"),
    [
        (Fallback.DROP, "its weight 1/2 leaves the total."),
        (Fallback.SHARE, "its weight 1/2 goes in equal parts to the colleges that decide."),
        (Fallback.AGAINST, "its weight 1/2 counts against."),
    ],
)
def test_the_fate_of_a_weight_is_explained(fallback, fate):
    tied = count(WITH_TIE, carry=Carry.MAJORITY, on_tie=fallback)
    empty = count(WITH_EMPTY, on_empty=fallback)

    assert sentences(tied)[3] == f"College A is tied: {fate}"
    assert sentences(empty)[3] == f"College A has no vote to count: {fate}"


@pytest.mark.parametrize(
    ("given_colleges", "code", "sentence"),
    [
        ([], "votes.no_college", "There is nothing to count. Give the sums of a college."),
        (
            [sums(weight=Fraction(1, 2)), sums(weight=Fraction(1, 2))],
            "votes.duplicate_college",
            "College “A” is given 2 times. Give each college once.",
        ),
        (
            [sums(weight=Fraction(9, 10))],
            "votes.weights",
            "The weights of the colleges sum to 9/10. They must sum to exactly 1.",
        ),
        (
            [sums(for_=-1, attending=3)],
            "votes.negative",
            "The figures of college A contain a negative number. Correct them.",
        ),
        (
            [sums(for_=4, attending=4, members=3)],
            "votes.more_attending_than_members",
            "College A counts 4 attending for 3 members. Correct the attendance sheet or the roll.",
        ),
        (
            [sums(for_=2, against=1, void=1, attending=3)],
            "votes.more_than_attending",
            "College A counts 4 votes for 3 attending. Correct the sums or the attendance sheet.",
        ),
    ],
)
def test_sums_that_cannot_be_right_are_refused(given_colleges, code, sentence):
    with pytest.raises(Invalid) as refusal:
        count(given_colleges)

    assert refusal.value.code == code
    assert str(refusal.value.text) == sentence


def statutes(carry, *, on_tie=None, on_empty=None, with_colleges=True):
    third = Fraction(1, 3)
    return StatuteRules(
        label="Statutes",
        legal_form=LegalForm.SAS,
        colleges=tuple(CollegeRule(key=key, name=key, weight=third) for key in "ABC" if with_colleges),
        categories=(),
        quorums={},
        majorities={},
        carry=carry,
        on_tie=on_tie,
        on_empty=on_empty,
        notice_days=15,
        second_notice_days=10,
        proxies_per_holder=2,
    )


@pytest.mark.parametrize(
    ("rules", "field", "sentence"),
    [
        (
            statutes(Carry.MAJORITY, on_empty=Fallback.DROP),
            "votes.on_tie",
            (
                "The statutes do not say what a tie inside a college means. "
                "Complete them before opening the vote."
            ),
        ),
        (
            statutes(Carry.MAJORITY, on_tie=Fallback.DROP),
            "votes.on_empty",
            (
                "The statutes do not say what becomes of the weight of a college where no vote is cast. "
                "Complete them before opening the vote."
            ),
        ),
        (
            statutes(Carry.PROPORTIONAL, on_tie=Fallback.DROP),
            "votes.on_empty",
            (
                "The statutes do not say what becomes of the weight of a college where no vote is cast. "
                "Complete them before opening the vote."
            ),
        ),
    ],
)
def test_a_vote_that_could_not_be_counted_is_refused_before_it_opens(rules, field, sentence):
    with pytest.raises(Refused) as refusal:
        check_countable(rules)

    assert (refusal.value.code, refusal.value.field) == ("votes.rule_missing", field)
    assert str(refusal.value.text) == sentence


@pytest.mark.parametrize(
    "rules",
    [
        statutes(Carry.MAJORITY, on_tie=Fallback.AGAINST, on_empty=Fallback.SHARE),
        statutes(Carry.PROPORTIONAL, on_empty=Fallback.DROP),
        statutes(Carry.HEADS),
        statutes(Carry.HEADS, with_colleges=False),
        statutes(Carry.PROPORTIONAL, with_colleges=False),
    ],
)
def test_a_vote_with_its_rules_may_open(rules):
    assert check_countable(rules) is None


@st.composite
def ballots(draw, key, weight):
    figures = draw(st.tuples(*[st.integers(0, 6)] * 5))
    attending = sum(figures) + draw(st.integers(0, 3))
    for_, against, abstain, blank, void = figures
    return CollegeSums(
        key=key,
        name=key,
        weight=weight,
        members=attending + draw(st.integers(0, 3)),
        attending=attending,
        for_=for_,
        against=against,
        abstain=abstain,
        blank=blank,
        void=void,
    )


@st.composite
def elections(draw):
    parts = draw(st.lists(st.integers(1, 5), min_size=1, max_size=5))
    return [draw(ballots(f"C{place}", Fraction(part, sum(parts)))) for place, part in enumerate(parts)]


MAJORITIES = st.builds(
    MajorityRule,
    threshold=st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=20),
    strict=st.booleans(),
    base=st.sampled_from(MajorityBase),
)
CARRIES = st.sampled_from(Carry)
FALLBACKS = st.sampled_from(Fallback)


@given(elections(), MAJORITIES, CARRIES, FALLBACKS, FALLBACKS)
def test_what_colleges_carry_is_the_total_and_never_more_than_all(
    given_colleges, majority, carry, on_tie, on_empty
):
    outcome = result(majority, carry, on_tie, on_empty, given_colleges)

    assert sum(college.carried for college in outcome.colleges) == outcome.for_share
    assert 0 <= outcome.for_share <= 1
    assert sum(college.counted_weight for college in outcome.colleges) in (0, 1)


@given(elections(), MAJORITIES, CARRIES, FALLBACKS, FALLBACKS)
def test_the_order_of_colleges_changes_nothing(given_colleges, majority, carry, on_tie, on_empty):
    there = result(majority, carry, on_tie, on_empty, given_colleges)
    back = result(majority, carry, on_tie, on_empty, given_colleges[::-1])

    assert (there.adopted, there.for_share) == (back.adopted, back.for_share)
    assert there.colleges == back.colleges[::-1]


@given(elections(), MAJORITIES, CARRIES)
def test_all_members_in_favour_adopt(given_colleges, majority, carry):
    unanimous = [
        replace(sums, members=size, attending=size, for_=size, against=0, abstain=0, blank=0, void=0)
        for sums in given_colleges
        for size in (sums.members + 1,)
    ]

    assert result(majority, carry, None, None, unanimous).adopted is True


@given(elections(), MAJORITIES, CARRIES, st.tuples(FALLBACKS, FALLBACKS), st.data())
def test_one_more_vote_in_favour_never_turns_adoption_into_rejection(
    given_colleges, majority, carry, fallbacks, data
):
    place = data.draw(st.integers(0, len(given_colleges) - 1))
    grown = given_colleges[place]
    grown = replace(grown, members=grown.members + 1, attending=grown.attending + 1, for_=grown.for_ + 1)
    more = [*given_colleges[:place], grown, *given_colleges[place + 1 :]]

    before = result(majority, carry, *fallbacks, given_colleges)
    after = result(majority, carry, *fallbacks, more)

    assert after.for_share >= before.for_share
    assert after.adopted >= before.adopted


@given(ballots("A", Fraction(1)), MAJORITIES)
def test_one_college_carries_as_heads_do(college, majority):
    proportional = result(majority, Carry.PROPORTIONAL, None, None, [college])
    heads = result(majority, Carry.HEADS, None, None, [college])

    assert (proportional.adopted, proportional.for_share) == (heads.adopted, heads.for_share)


@given(elections(), MAJORITIES, CARRIES)
def test_a_missing_rule_is_the_only_way_to_no_answer(given_colleges, majority, carry):
    outcome = result(majority, carry, None, None, given_colleges)

    undecided = any(college.standing is not Standing.DECIDED for college in outcome.colleges)
    all_empty = all(college.standing is Standing.EMPTY for college in outcome.colleges)
    assert (outcome.adopted is None) == (undecided and not all_empty and carry is not Carry.HEADS)
