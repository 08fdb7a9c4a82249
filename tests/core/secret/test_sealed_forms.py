"""What is counted from sums is what is counted from the papers behind them."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collegial.hooks.voting import BLANK, Option, Papers, Poll, Sums, TieRule
from collegial.votes.methods import CORE_METHODS

METHODS = {one.key: one for one in CORE_METHODS}


@st.composite
def polls(draw):
    """Draw what is asked: candidates, seats, and at times limits of its own or no blank vote."""
    size = draw(st.integers(2, 4))
    least, most = draw(st.one_of(st.just((1, None)), st.tuples(st.integers(1, size), st.integers(1, size))))
    return Poll(
        options=tuple(Option(number=one, name=f"N{one}") for one in range(1, size + 1)),
        seats=draw(st.integers(1, size)),
        ties=draw(st.sampled_from(TieRule)),
        least=least,
        most=most and max(least, most),
        takes_blank=draw(st.booleans()),
    )


def marks(poll, most):
    most = poll.most or most or len(poll.options)
    numbers = st.sets(st.integers(1, len(poll.options)), min_size=poll.least, max_size=most)
    return numbers.map(lambda one: ",".join(map(str, sorted(one))))


def grades(poll):
    many = st.lists(st.integers(1, 6), min_size=len(poll.options), max_size=len(poll.options))
    return many.map(lambda one: ",".join(map(str, one)))


def papers_of(method, poll):
    choice = {
        "core.plurality": lambda: marks(poll, poll.seats),
        "core.approval": lambda: marks(poll, None),
        "core.majority_judgment": lambda: grades(poll),
    }[method]()
    return st.lists(st.one_of(st.just(BLANK), choice) if poll.takes_blank else choice, max_size=12)


def zeros_and_ones(method, ask, place, choice):
    """Return the answer of a paper to one question of the ballot, the blank vote first where one is taken."""
    first = [0] if ask.takes_blank else []
    if choice == BLANK:
        return [1] + [0] * len(ask.answers)
    said = [int(one) for one in choice.split(",")]
    chosen = {said[place]} if method == "core.majority_judgment" else set(said)
    assert ask.least <= len(chosen) <= ask.most, "the ballot allows what the paper allows"
    return [*first, *(int(number in chosen) for number in range(1, len(ask.answers) + 1))]


@pytest.mark.parametrize("key", ["core.plurality", "core.approval", "core.majority_judgment"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_sums_elect_whom_the_papers_elect_and_tell_the_same(key, data):
    method, poll = METHODS[key], data.draw(polls())
    papers = data.draw(papers_of(key, poll))
    asks = method.sealed.asks(poll)
    counted = [
        [sum(one) for one in zip(*rows)] if (rows := [zeros_and_ones(key, ask, place, one) for one in papers])
        else [0] * (len(ask.answers) + ask.takes_blank)
        for place, ask in enumerate(asks)
    ]  # fmt: skip
    sums = Sums(ballots=len(papers), counted=tuple(map(tuple, counted)))

    same = [Papers(choice=choice, count=count) for choice, count in Counter(papers).items()]
    assert method.sealed.tally(poll, sums) == method.tally(poll, same)
    if method.scores:
        assert method.sealed.scores(poll, sums) == method.scores(poll, same)


def test_a_paper_that_is_blank_for_some_names_only_gives_them_the_worst_grade():
    poll = Poll(options=(Option(number=1, name="A"), Option(number=2, name="B")))
    judgment = METHODS["core.majority_judgment"].sealed
    # one paper blank for both, one for A alone that gives B the best grade
    told = judgment.tally(poll, Sums(ballots=2, counted=((2, 0, 0, 0, 0, 0, 0), (1, 1, 0, 0, 0, 0, 0))))
    assert told.elected == (2,)
    assert [row[2:8] for row in told.figures[0].rows] == [(1, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 1)]


def test_rankings_are_voted_openly_only():
    ranked = {key for key, one in METHODS.items() if one.sealed is None}
    assert ranked == {"core.irv", "core.scottish_stv", "core.schulze"}
