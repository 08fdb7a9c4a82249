"""Quorum, notice and proxies, without any database."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.assemblies.rules import (
    CollegeAttendance,
    check_proxy,
    last_sending_day,
    quorum,
    sending_is_late,
)
from collegial.kernel.errors import Invalid, Refused
from collegial.statutes.rules import QuorumBase, QuorumRule

HALF = QuorumRule(at_least=Fraction(1, 2), base=QuorumBase.MEMBERS, per_college=False)


def attendance(key="A", *, weight=Fraction(1), members=10, present=0, **ways):
    return CollegeAttendance(key=key, name=key, weight=weight, members=members, present=present, **ways)


def three(*figures):
    weights = (Fraction(1, 2), Fraction(3, 10), Fraction(1, 5))
    return [
        attendance(key, weight=weight, members=members, present=present)
        for key, weight, (present, members) in zip("ABC", weights, figures, strict=True)
    ]


def sentences(verdict):
    return [str(step) for step in verdict.steps]


@pytest.mark.parametrize(("attending", "reached"), [(435, False), (436, True)])
def test_half_of_871_members_is_436(attending, reached):
    verdict = quorum(HALF, [attendance(members=871, present=attending)])

    assert verdict.reached is reached
    assert verdict.value == Fraction(attending, 871)
    assert (verdict.count, verdict.needed, verdict.required) == (attending, 436, Fraction(1, 2))


@pytest.mark.parametrize(
    ("changes", "attending", "missing"),
    [
        ({}, 3, 2),
        ({}, 5, None),
        ({"per_college": True}, 3, None),
        ({"base": QuorumBase.WEIGHTED}, 3, None),
    ],
)
def test_what_is_missing_is_a_number_of_heads_only_where_heads_are_counted(changes, attending, missing):
    verdict = quorum(replace(HALF, **changes), [attendance(members=10, present=attending)])

    assert verdict.missing == missing


@pytest.mark.parametrize(
    ("at_least", "attending", "reached"),
    [("1/5", 19, False), ("1/5", 20, True), ("1/4", 24, False), ("1/4", 25, True), ("0", 0, True)],
)
def test_a_quorum_is_met_by_exactly_its_share(at_least, attending, reached):
    rule = replace(HALF, at_least=Fraction(at_least))

    assert quorum(rule, [attendance(members=100, present=attending)]).reached is reached


def test_every_way_of_attending_counts():
    college = attendance(members=10, present=1, represented=2, remote=1, correspondence=1)

    assert college.attending == 5
    assert quorum(HALF, [college]).reached


def test_members_of_all_colleges_count_together_where_no_weight_is_asked():
    verdict = quorum(HALF, three((0, 1), (0, 1), (8, 10)))

    assert verdict.value == Fraction(8, 12)
    assert verdict.reached


def test_a_weighted_quorum_adds_weight_times_attendance():
    verdict = quorum(replace(HALF, base=QuorumBase.WEIGHTED), three((3, 10), (5, 10), (10, 10)))

    assert verdict.value == Fraction(1, 2)
    assert verdict.reached
    assert sentences(verdict) == [
        "18 of 30 voting rights attend: 60%.",
        "College A: 3 of 10 attending, weight 1/2, adds 3/20.",
        "College B: 5 of 10 attending, weight 3/10, adds 3/20.",
        "College C: 10 of 10 attending, weight 1/5, adds 1/5.",
        "Weighted by college, the attendance is 1/2 (50%).",
        "The quorum asks for at least 50%: it is reached.",
    ]


def test_one_college_short_misses_a_quorum_per_college():
    verdict = quorum(replace(HALF, per_college=True), three((10, 10), (4, 10), (10, 10)))

    assert verdict.value > verdict.required
    assert not verdict.reached
    assert [college.reached for college in verdict.colleges] == [True, False, True]
    assert sentences(verdict)[1:] == [
        "College A has 10 attending and needs 5: its quorum is reached.",
        "College B has 4 attending and needs 5: its quorum is missed.",
        "College C has 10 attending and needs 5: its quorum is reached.",
        "The quorum asks for at least 50% in each college: it is missed.",
    ]


def test_all_colleges_at_their_share_reach_a_quorum_per_college():
    verdict = quorum(replace(HALF, per_college=True), three((5, 10), (1, 2), (1, 1)))

    assert verdict.reached
    assert sentences(verdict)[-1] == "The quorum asks for at least 50% in each college: it is reached."


def test_a_college_without_members_misses_a_quorum_per_college():
    verdict = quorum(replace(HALF, per_college=True), three((5, 10), (5, 10), (0, 0)))

    assert not verdict.reached
    assert "College C has no member: its quorum cannot be reached." in sentences(verdict)


def test_a_college_without_members_adds_nothing_to_a_weighted_quorum():
    rule = replace(HALF, base=QuorumBase.WEIGHTED)

    assert quorum(rule, three((0, 0), (10, 10), (10, 10))).value == Fraction(1, 2)


def test_a_missed_quorum_says_so():
    verdict = quorum(HALF, [attendance(members=871, present=1)])

    assert sentences(verdict) == [
        "1 of 871 voting rights attends: ≈ 0.11%.",
        "The quorum asks for at least 50%: it is missed.",
    ]


def test_no_quorum_is_said_and_a_meeting_without_members_misses_any_other():
    assert sentences(quorum(replace(HALF, at_least=Fraction(0)), [attendance()]))[-1] == (
        "No quorum is required."
    )
    nobody = quorum(HALF, [attendance(members=0)])
    assert not nobody.reached
    assert sentences(nobody)[0] == "There is no voting right in this meeting."


def test_more_attending_than_members_cannot_be_right():
    with pytest.raises(Invalid) as refusal:
        quorum(HALF, [attendance(members=3, present=3, represented=1)])

    assert refusal.value.code == "assemblies.more_than_members"
    assert str(refusal.value.text) == (
        "College A counts 4 attending for 3 members. Correct the attendance sheet or the roll."
    )


@pytest.mark.parametrize("figures", [{"members": -1}, {"present": -1, "remote": 2}])
def test_negative_figures_cannot_be_right(figures):
    with pytest.raises(Invalid) as refusal:
        quorum(HALF, [attendance(**figures)])

    assert refusal.value.code == "assemblies.negative"
    assert str(refusal.value.text) == ("The figures of college A contain a negative number. Correct them.")


ROLLS = st.integers(1, 40).flatmap(lambda members: st.tuples(st.integers(0, members), st.just(members)))


@given(st.tuples(ROLLS, ROLLS, ROLLS), st.fractions(0, 1, max_denominator=12))
def test_needed_is_the_least_count_that_reaches_a_quorum_of_members(figures, at_least):
    verdict = quorum(replace(HALF, at_least=at_least), three(*figures))

    assert verdict.reached == (verdict.count >= verdict.needed)


@given(
    st.tuples(ROLLS, ROLLS, ROLLS),
    st.fractions(0, 1, max_denominator=12),
    st.sampled_from(QuorumBase),
    st.booleans(),
)
def test_one_more_attending_never_loses_a_quorum(figures, at_least, base, per_college):
    rule = QuorumRule(at_least=at_least, base=base, per_college=per_college)
    (present, members), *others = figures
    before = quorum(rule, three(*figures))
    after = quorum(rule, three((min(present + 1, members), members), *others))

    assert after.value >= before.value
    assert after.reached >= before.reached


def test_fifteen_days_before_a_meeting_is_the_last_sending_day():
    assert last_sending_day(date(2026, 3, 20), days=15) == date(2026, 3, 5)
    assert last_sending_day(date(2028, 3, 10), days=10) == date(2028, 2, 29)


@pytest.mark.parametrize(("sent_on", "late"), [(date(2026, 3, 5), False), (date(2026, 3, 6), True)])
def test_sending_after_the_last_day_is_late(sent_on, late):
    assert sending_is_late(sent_on, date(2026, 3, 20), 15) is late


def propose_proxy(**facts):
    check_proxy(
        **{
            "giver": 1,
            "holder": 2,
            "held_by_holder": 0,
            "cap": 2,
            "giver_holds": 0,
            "holder_has_given": False,
            "already_given": False,
            **facts,
        }
    )


def test_a_proxy_under_the_cap_is_accepted():
    propose_proxy(held_by_holder=1)


@pytest.mark.parametrize(
    ("facts", "code", "sentence"),
    [
        ({"holder": 1}, "proxy.self", "You cannot give a proxy to yourself. Choose another member."),
        (
            {"already_given": True},
            "proxy.already_given",
            "A proxy is already given for this meeting. Take it back before giving a new one.",
        ),
        (
            {"holder_has_given": True},
            "proxy.chain",
            (
                "This holder has given a proxy to someone else, and a proxy cannot be passed on. "
                "Choose another holder, or ask this one to revoke that proxy first."
            ),
        ),
        (
            {"giver_holds": 1},
            "proxy.chain",
            "The giver holds 1 proxy, and a proxy cannot be passed on. It must be revoked first.",
        ),
        (
            {"giver_holds": 2},
            "proxy.chain",
            "The giver holds 2 proxies, and a proxy cannot be passed on. They must be revoked first.",
        ),
        (
            {"held_by_holder": 2},
            "proxy.cap",
            "This holder already has 2 proxies, the most that the statutes allow. Choose another holder.",
        ),
        (
            {"held_by_holder": 1, "cap": 1},
            "proxy.cap",
            "This holder already has 1 proxy, the most that the statutes allow. Choose another holder.",
        ),
        (
            {"cap": 0},
            "proxy.cap",
            "The statutes allow no proxies. Vote in person, remotely or by correspondence.",
        ),
    ],
)
def test_a_refused_proxy_says_what_to_do(facts, code, sentence):
    with pytest.raises(Refused) as refusal:
        propose_proxy(**facts)

    assert refusal.value.code == code
    assert str(refusal.value.text) == sentence
