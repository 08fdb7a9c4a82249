"""The same votes under another quorum: the rule, and the page that marks it as a simulation and keeps nothing."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from collegial.assemblies.models import QuorumRecord
from collegial.assemblies.queries.attending import quorum_again
from collegial.assemblies.rules import CollegeAttendance, quorum
from collegial.assemblies.services.conducting import close_assembly
from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.journal.models import JournalEntry
from collegial.kernel.sentences import written_text
from collegial.kernel.text import t
from collegial.records.services import record_of
from collegial.statutes.rules import Carry, DecisionKind, MajorityBase, MajorityRule, QuorumBase, QuorumRule
from collegial.testing.factories import convened
from collegial.votes.results import results_of
from collegial.votes.rules import CollegeSums, result, under_quorum
from collegial.votes.services import cast_vote, close_vote, open_vote
from collegial.votes.trying import Trial

HALF = QuorumRule(at_least=Fraction(1, 2))
MAJORITY = MajorityRule(threshold=Fraction(1, 2), strict=True, base=MajorityBase.CAST)
MISSED = "The quorum is missed: nothing is decided, whatever the votes say."


def attendance(key, weight, attending, members):
    return CollegeAttendance(key=key, name=key, weight=weight, members=members, present=attending)


def decided(*colleges):
    """Decide from the votes for and against of each college, given with its weight."""
    sums = [
        CollegeSums(
            key=str(place), name=str(place), weight=weight, members=for_ + against, attending=for_ + against,
            for_=for_, against=against,
        )
        for place, (weight, for_, against) in enumerate(colleges)
    ]  # fmt: skip
    return result(MAJORITY, Carry.HEADS, None, None, sums)


def told(steps):
    return [str(one) for one in steps]


# Two colleges of equal weight: 1 of 10, and 9 of 10 attend. All together, and by weight: one half.
ROOM = [attendance("A", Fraction(1, 2), 1, 10), attendance("B", Fraction(1, 2), 9, 10)]


@pytest.mark.parametrize(
    ("rule", "adopted"),
    [
        (HALF, True),
        (replace(HALF, at_least=Fraction(51, 100)), None),
        (replace(HALF, base=QuorumBase.WEIGHTED), True),
        (replace(HALF, base=QuorumBase.WEIGHTED, at_least=Fraction(501, 1000)), None),
        (replace(HALF, per_college=True), None),
        (replace(HALF, per_college=True, at_least=Fraction(1, 10)), True),
        (replace(HALF, at_least=Fraction(0)), True),
    ],
)
def test_a_quorum_lets_the_votes_decide_or_nothing(rule, adopted):
    counted, verdict = decided((Fraction(1), 3, 2)), quorum(rule, ROOM)
    under = under_quorum(counted, verdict)

    assert under.adopted is adopted
    assert told(under.steps) == [
        *told(verdict.steps), *told(counted.steps), *([] if adopted else [MISSED])
    ]  # fmt: skip
    assert replace(under, adopted=counted.adopted, steps=counted.steps) == counted  # all figures stay


def test_what_was_rejected_or_undefined_stays_so():
    reached = quorum(HALF, ROOM)
    rejected = decided((Fraction(1), 2, 3))

    assert under_quorum(rejected, reached).adopted is False
    assert under_quorum(replace(rejected, adopted=None), reached).adopted is None


SHARES = st.fractions(0, 1, max_denominator=20)
ROLLS = st.integers(0, 30).flatmap(lambda members: st.tuples(st.integers(0, members), st.just(members)))
VOTES = st.tuples(st.integers(0, 9), st.integers(0, 9))


@given(
    st.tuples(ROLLS, ROLLS), st.tuples(VOTES, VOTES), st.tuples(SHARES, SHARES), st.sampled_from(QuorumBase)
)
def test_a_stricter_quorum_never_makes_adopted_what_was_not(rolls, votes, shares, base):
    half = Fraction(1, 2)
    counted = decided(*((half, *one) for one in votes))
    room = [attendance(str(place), half, *roll) for place, roll in enumerate(rolls)]
    lax = QuorumRule(at_least=min(shares), base=base)
    looser = under_quorum(counted, quorum(lax, room))

    for strict in (replace(lax, at_least=max(shares)), replace(lax, at_least=max(shares), per_college=True)):
        stricter = under_quorum(counted, quorum(strict, room))
        assert not stricter.adopted or looser.adopted
        assert not looser.adopted or counted.adopted
        assert stricter.adopted in (None, looser.adopted)


def test_what_a_rule_of_a_module_said_holds_under_another_quorum_too():
    label, reason = written_text(t("everywhere")), written_text(t("Nobody of Dol is here."))
    record = QuorumRecord(
        colleges=[{"key": "A", "name": "A", "weight": "1/1", "members": 4, "present": 4}],
        rulings=[{"key": "fake.everywhere", "label": label, "is_met": False, "reason": reason}],
    )
    assert not quorum_again(record, HALF).reached
    record.rulings = None
    assert quorum_again(record, HALF).reached


@pytest.fixture
def world(context, session):
    """Give a vote that was closed: 6 of 12 attended as it opened, one more came; all voted for both resolutions."""
    kinds = (DecisionKind.ORDINARY, DecisionKind.EXTRAORDINARY)
    world = convened(context, {"A": 4, "B": 4, "C": 4}, kinds=kinds)
    here = [one for many in world.entries.values() for one in many[:2]]
    world.arrive(*here)
    world.open()
    world.vote = open_vote(context, world.assembly, world.assembly.resolutions)
    late = world.entries["A"][2]
    world.arrive(late)
    for one in (*here, late):
        paper = {question.id: "for" for question in world.vote.questions}
        cast_vote(world.member(one), world.vote.id, world.own(one), paper)
    close_vote(context, world.vote.id)
    session.commit()
    return world


@pytest.fixture
def page(world, client, sign_in):
    """Give a function that opens the results under what is asked, as a member: the answer, its words."""
    client.set_cookie("locale", "en")
    sign_in("member", actor_id=world.entries["A"][0].voter_id)

    def opened(**asked):
        answer = client.get(f"/votes/{world.vote.id}/results", query_string=asked)
        return answer.status_code, re.sub(r"<[^>]+>|\s+", " ", answer.get_data(as_text=True))

    return opened


def test_a_quorum_that_is_missed_undoes_the_result_and_says_so(page):
    status, words = page(at_least="51")

    assert status == 200
    assert "These figures do not use the rules of this assembly’s statutes. They decide nothing." in words
    assert "Quorum: 51/100 of the voting rights." in words
    assert words.count("Undecided") == 4  # both resolutions, at a glance and with their count
    assert "Adopted" not in words
    # Who came after the opening does not count: the vote was opened without them.
    assert words.count("6 of 12 voting rights attend: 50%.") == 2
    assert words.count("The quorum asks for at least 51%: it is missed.") == 2
    assert words.count(MISSED) == 2


def test_a_quorum_that_is_reached_leaves_the_result_and_shows_its_steps(page):
    _status, words = page(at_least="9/20", measured="weighted")

    # 2 of 4 in each of three colleges that weigh 40, 25 and 25 hundredths; the fourth has no member.
    assert words.count("Weighted by college, the attendance is 9/20 (45%).") == 2
    assert words.count("The quorum asks for at least 45%: it is reached.") == 2
    assert words.count("Adopted") == 4
    assert "Simulation" in words


def test_a_quorum_can_be_asked_of_each_college(page):
    _status, words = page(at_least="50", measured="each")

    assert words.count("College Collège A has 2 attending and needs 2: its quorum is reached.") == 2
    assert words.count("College Collège D has no member: its quorum cannot be reached.") == 2
    assert words.count("Undecided") == 4


def test_the_quorum_of_the_statutes_is_no_simulation(page):
    _status, words = page()
    assert "These figures do not use" not in words
    assert "voting rights attend" not in words
    assert "Quorum: 1/5 of the voting rights." in words  # what the statutes ask, beside the form
    assert "Quorum: 1/4 of the voting rights." in words

    _status, same = page(at_least="20")
    steps = same.split("Resolution 1:", 1)[1].split("Resolution 2:", 1)
    assert "6 of 12 voting rights attend" not in steps[0]  # ordinary: the statutes ask for one fifth
    assert "6 of 12 voting rights attend" in steps[1]  # extraordinary: they ask for one quarter


def test_another_carry_and_another_quorum_are_tried_together(world, page, session):
    _status, words = page(carry="heads", at_least="51")
    assert "Carry rule: By heads" in words
    assert words.count(MISSED) == 2

    found = results_of(
        session, world.vote, "Europe/Paris", Trial(carry=Carry.MAJORITY, quorum=HALF)
    )  # fmt: skip
    assert [(one.carry, one.result.adopted, one.is_trial) for one in found] == [
        (Carry.MAJORITY, True, True)
    ] * 2


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("", "This answer is needed."),
        ("half", "“half” cannot be read as a percentage. Write 2.5 for 2.5 %."),
        ("-5", "“-5” cannot be read as a percentage. Write 2.5 for 2.5 %."),
        ("101", "A quorum lies between 0 % and 100 %."),
        ("3/2", "A quorum lies between 0 % and 100 %."),
    ],
)
def test_what_is_no_quorum_is_told_and_the_result_stays(page, asked, sentence):
    status, words = page(at_least=asked)

    assert status == 422
    assert sentence in words
    assert "Undecided" not in words
    assert words.count("Adopted") == 4


def test_a_simulation_is_kept_nowhere(world, page, context, session):
    close_assembly(context, world.assembly)
    session.commit()
    before = record_of(context, world.assembly), session.scalar(select(func.count(JournalEntry.sequence)))
    page(at_least="80", measured="each", carry="majority")
    session.rollback()
    after = record_of(context, world.assembly), session.scalar(select(func.count(JournalEntry.sequence)))

    assert after == before
    assert [one.result.adopted for one in results_of(session, world.vote, "Europe/Paris")] == [True, True]


def test_an_election_elects_nobody_where_the_quorum_is_missed(context, session, client, sign_in):
    def elect(meeting):
        names = [NewOption(name=one) for one in ("Denis", "Eve")]
        choose_voting(context, meeting.resolutions[0], NewVoting(method="core.plurality", options=names))

    world = convened(context, {"A": 4}, prepare=elect)
    world.arrive(*world.entries["A"][:2])
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    for one in world.entries["A"][:2]:
        cast_vote(world.member(one), vote.id, world.own(one), {vote.questions[0].id: "2"})
    close_vote(context, vote.id)
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("member", actor_id=world.entries["A"][0].voter_id)

    def words(**asked):
        return client.get(f"/votes/{vote.id}/results", query_string=asked).get_data(as_text=True)

    assert '<ol class="elected"><li>Eve</li></ol>' in words()
    assert '<ol class="elected"><li>Eve</li></ol>' in words(at_least="50")
    missed = words(at_least="51")
    assert "Undecided" in missed
    assert MISSED in missed
    assert '<ol class="elected">' not in missed
    assert "seat filled" not in missed
    assert "stays empty</span>" not in missed
