"""The core's vote methods as they are offered: what a paper says, hand cases, and the verifier as an oracle."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collegial.hooks.voting import BLANK, Option, Papers, Poll, Scores, TieRule
from collegial.kernel.errors import Invalid
from collegial.records import verifier
from collegial.statutes.rules import Carry, Fallback
from collegial.votes.methods import CORE_METHODS
from collegial.votes.rules import Standing
from collegial.votes.rules.explanation import method_words, read_tally, written_tally
from collegial.votes.rules.weighing import ScoredCollege, weigh

METHODS = {one.key.removeprefix("core."): one for one in CORE_METHODS}
ELECTING = [key for key in METHODS if key != "for_against"]
NAMES = ("Ada", "Blaise", "Camille", "Denis", "Eve")


def poll(size=4, seats=1, ties=TieRule.REPORT):
    options = tuple(Option(number=number, name=NAMES[number - 1]) for number in range(1, size + 1))
    return Poll(options=options, seats=seats, ties=ties)


def papers(*written):
    """Read papers such as `3 1>2`: three that say `1>2`."""
    pairs = [one.split(" ", 1) for one in written]
    return [Papers(choice=choice, count=int(count)) for count, choice in pairs]


def elected(method, asked, *written):
    return METHODS[method].tally(asked, papers(*written)).elected


def refusal(method, fields, asked=None):
    with pytest.raises(Invalid) as caught:
        METHODS[method].form.read(asked or poll(), fields)
    return caught.value.code


@pytest.mark.parametrize(
    ("method", "fields", "choice"),
    [
        ("approval", {"-mark": ["3", "1"]}, "1,3"),
        ("plurality", {"-mark": ["2"]}, "2"),
        ("irv", {"-rank-1": ["2"], "-rank-2": [""], "-rank-3": ["1"]}, "3>1"),
        ("irv", {"-rank-4": ["1"], "-rank-2": ["4"]}, "4>2"),
        ("schulze", {"-rank-1": ["2"], "-rank-4": ["2"], "-rank-3": ["1"]}, "3>1=4"),
        ("majority_judgment", {"-grade-2": ["1"]}, "6,1,6,6"),
        *((method, {"-blank": ["1"]}, BLANK) for method in ELECTING),
    ],
)
def test_a_paper_is_read_in_one_canonical_way(method, fields, choice):
    form = METHODS[method].form

    assert form.read(poll(), fields) == choice
    assert form.read(poll(), form.write(poll(), choice)) == choice
    assert len(form.told(poll(), choice)) >= 1


@pytest.mark.parametrize(
    ("method", "fields", "code"),
    [
        *((method, {}, "votes.no_answer") for method in METHODS),
        ("approval", {"-mark": ["1"], "-blank": ["1"]}, "votes.blank_and_more"),
        ("approval", {"-mark": ["5"]}, "votes.no_option"),
        ("approval", {"-mark": ["01"]}, "votes.no_option"),
        ("approval", {"-mark": ["²"]}, "votes.no_option"),
        ("plurality", {"-mark": ["1", "2"]}, "votes.too_many_marks"),
        ("irv", {"-rank-1": ["1"], "-rank-2": ["1"]}, "votes.rank_twice"),
        ("scottish_stv", {"-rank-9": ["1"]}, "votes.no_option"),
        ("majority_judgment", {"-grade-1": ["7"]}, "votes.no_grade"),
    ],
)
def test_what_cannot_be_a_paper_is_refused(method, fields, code):
    assert refusal(method, fields) == code


# The capital of Tennessee: 42 Memphis, 26 Nashville, 15 Chattanooga, 17 Knoxville; each town ranks by distance.
TENNESSEE = ("42 1>2>3>4", "26 2>3>4>1", "15 3>4>2>1", "17 4>3>2>1")


@pytest.mark.parametrize(
    ("method", "winner"), [("irv", 4), ("schulze", 2), ("scottish_stv", 4)], ids=["irv", "schulze", "stv"]
)
def test_the_capital_of_tennessee(method, winner):
    assert elected(method, poll(), *TENNESSEE) == (winner,)


def test_majority_judgment_of_tennessee():
    graded = ("42 1,4,6,6", "26 6,1,3,3", "15 6,3,1,3", "17 6,3,3,1")
    tally = METHODS["majority_judgment"].tally(poll(), papers(*graded))

    assert tally.elected == (2,)
    assert str(tally.figures[0].rows[0][1]) == "Fairly good"


def test_a_poll_may_limit_how_many_are_marked_and_take_no_blank_vote():
    two = replace(poll(size=4), least=2, most=3, takes_blank=False)

    assert METHODS["plurality"].form.read(two, {"-mark": ["1", "4", "2"]}) == "1,2,4"
    assert refusal("approval", {"-mark": ["1"]}, two) == "votes.too_few_marks"
    assert refusal("plurality", {"-mark": ["1", "2", "3", "4"]}, two) == "votes.too_many_marks"
    for method in ("approval", "irv", "majority_judgment"):
        assert refusal(method, {"-blank": ["1"]}, two) == "votes.no_blank"
        assert refusal(method, {}, two) == "votes.no_blank"


def test_marks_are_added_and_blank_papers_stay_apart():
    tally = METHODS["approval"].tally(poll(seats=2), papers("3 1,2", "2 2,3", "4 blank"))

    assert tally.elected == (2, 1)
    assert [row[:2] for row in tally.figures[0].rows] == [
        ("Blaise", 5),
        ("Ada", 3),
        ("Camille", 2),
        ("Denis", 0),
    ]
    assert "4 papers are blank." in [str(one) for one in tally.steps]


@pytest.mark.parametrize("method", ELECTING)
def test_without_a_paper_that_names_somebody_nobody_is_elected(method):
    assert elected(method, poll(seats=1, ties=TieRule.LISTED), "5 blank") == ()


@pytest.mark.parametrize(
    ("method", "tied"),
    [
        ("plurality", ("3 1", "3 2")), ("approval", ("3 1,2", "1 3")), ("irv", ("3 1", "3 2")),
        ("scottish_stv", ("3 1", "3 2")), ("schulze", ("3 1>2", "3 2>1")),
        ("majority_judgment", ("3 1,1,6", "3 1,1,6")),
    ],
)  # fmt: skip
def test_a_tie_stays_open_unless_the_vote_has_a_rule(method, tied):
    reported = METHODS[method].tally(poll(size=3), papers(*tied))
    listed = METHODS[method].tally(poll(size=3, ties=TieRule.LISTED), papers(*tied))

    assert (reported.elected, [one.is_settled for one in reported.ties]) == ((), [False])
    assert listed.elected == (1,)
    assert listed.ties[-1].is_settled


def test_an_explanation_is_kept_and_read_back_whole():
    method = METHODS["scottish_stv"]
    tally = method.tally(poll(seats=2), papers("4 1>2", "3 2", "3 3"))
    data = written_tally(method, tally)

    assert read_tally(list(tally.elected), data) == tally
    assert method_words(data) == (method.label, method.summary)


def random_choice(method, size, luck):
    if luck.random() < 0.1:
        return BLANK
    order = luck.sample(range(1, size + 1), luck.randint(1, size))
    if method in ("approval", "plurality"):
        return ",".join(map(str, sorted(order)))
    if method == "majority_judgment":
        return ",".join(str(luck.randint(1, 6)) for _ in range(size))
    sign = (lambda: luck.choice(">>=")) if method == "schulze" else (lambda: ">")
    text = "".join(f"{one}{sign()}" for one in order)[:-1]
    return ">".join("=".join(sorted(rank.split("="))) for rank in text.split(">"))


@pytest.mark.parametrize("ties", list(TieRule), ids=lambda one: one.value)
@pytest.mark.parametrize("method", ELECTING)
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_the_verifier_elects_the_same_by_code_of_its_own(method, ties, seed):
    luck = random.Random(seed)
    size = luck.randint(2, 5)
    asked = poll(size=size, seats=1 if method == "irv" else luck.randint(1, size), ties=ties)
    choices = [random_choice(method, size, luck) for _ in range(luck.randint(0, 25))]
    said = [Papers(choice=choice, count=count) for choice, count in Counter(choices).items()]
    voting = {
        "method": f"core.{method}", "seats": asked.seats, "electorate": "together", "ties": ties.value,
        "options": [{"number": one.number, "name": one.name} for one in asked.options],
    }  # fmt: skip

    assert verifier.count_election({}, voting, [("A", one) for one in choices]) == list(
        METHODS[method].tally(asked, said).elected
    )


# Weights 1/2, 1/4, 1/4. By hand, proportional: Ada 1/2 x 6/10 + 1/4 x 1/10 + 0 = 13/40,
# Blaise 1/2 x 4/10 + 1/4 x 9/10 + 1/4 x 10/10 = 27/40. By majority Ada has 1/2, Blaise 1/4 + 1/4.
COLLEGES = (("A", "1/2", (6, 4)), ("B", "1/4", (1, 9)), ("C", "1/4", (0, 10)))


def colleges(rows=COLLEGES):
    from fractions import Fraction

    return [
        ScoredCollege(
            name=name, weight=Fraction(weight),
            scores=Scores(marks=dict(enumerate(marks, start=1)), papers=sum(marks)),
        )
        for name, weight, marks in rows
    ]  # fmt: skip


DROP = {Standing.TIED: Fallback.DROP, Standing.EMPTY: Fallback.DROP}


def test_weights_carry_sums_in_proportion():
    tally = weigh(poll(size=2), colleges(), Carry.PROPORTIONAL, DROP)

    assert tally.elected == (2,)
    assert [row[-2] for row in tally.figures[0].rows] == ["27/40", "13/40"]


def test_weights_go_whole_to_those_whom_a_college_would_elect():
    tally = weigh(poll(size=2), colleges(), Carry.MAJORITY, DROP)

    assert tally.elected == ()
    assert [row[-2] for row in tally.figures[0].rows] == ["1/2", "1/2"]
    assert [one.is_settled for one in tally.ties] == [False]


@pytest.mark.parametrize(
    ("fallback", "carried"),
    [(Fallback.DROP, ["2/3", "1/3"]), (Fallback.SHARE, ["5/8", "3/8"]), (Fallback.AGAINST, ["1/2", "1/4"])],
)
def test_the_weight_of_a_tied_college_goes_where_the_statutes_send_it(fallback, carried):
    rows = (("A", "1/2", (6, 4)), ("B", "1/4", (5, 5)), ("C", "1/4", (0, 10)))
    tally = weigh(poll(size=2), colleges(rows), Carry.MAJORITY, {**DROP, Standing.TIED: fallback})

    assert [row[-2] for row in tally.figures[0].rows] == carried


def test_a_missing_rule_elects_nobody_and_is_named():
    rows = (("A", "1/2", (6, 4)), ("B", "1/4", (0, 0)), ("C", "1/4", (0, 10)))
    tally = weigh(poll(size=2), colleges(rows), Carry.PROPORTIONAL, {**DROP, Standing.EMPTY: None})

    assert tally.elected == ()
    assert "College B has no vote to count" in str(tally.steps[0])
