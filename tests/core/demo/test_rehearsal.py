"""What the invented members choose where the plan of the demonstration has no papers that fit."""

from types import SimpleNamespace

import pytest

from collegial.demo.rehearsal import _papers, read_part
from collegial.hooks.voting import Asks, Option, Poll
from collegial.votes.methods import CORE_METHODS


@pytest.mark.parametrize("number", [1, 4, 9])
@pytest.mark.parametrize("method", [one for one in CORE_METHODS if one.asks is Asks.OPTIONS])
def test_votes_spread_over_the_candidates_of_an_election_of_ones_own(method, number):
    names = ("Ada", "Bob")
    poll = Poll(options=tuple(Option(number=place, name=one) for place, one in enumerate(names, start=1)))
    question = SimpleNamespace(id=1, resolution=SimpleNamespace(number=number))
    asked = SimpleNamespace(question=question, poll=poll, method=method)
    plan = read_part("rehearsal")

    dealt, again = ([one[1] for one in _papers([asked], plan["D"], 110, plan["seed"])] for _ in range(2))

    assert dealt == again
    assert "blank" not in dealt
    assert len(set(dealt)) > 1, "all chose the same"
