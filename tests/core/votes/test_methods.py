"""Choosing among candidates: cases counted by hand, oracles from outside, and ties that are never drawn."""

import random
from itertools import pairwise

import pyrankvote
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from collegial.kernel.errors import Invalid
from collegial.votes.rules.methods import (
    Election,
    GradedElection,
    Paper,
    approval,
    instant_runoff,
    majority_judgment,
    plurality,
    schulze,
    scottish_stv,
)
from collegial.votes.rules.methods.stv import UNIT


def election(seats, *papers, candidates="ABCDEF", withdrawn=""):
    """Read papers such as `8 AC`: eight that rank A, then C; `2 A(BC)` ranks B and C alike."""
    names = tuple(candidates)
    return Election(
        candidates=names,
        seats=seats,
        withdrawn=frozenset(names.index(one) for one in withdrawn),
        papers=tuple(paper(one, names) for one in papers),
    )


def paper(written, names):
    count, _, order = written.partition(" ")
    ranks, group = [], None
    for sign in order:
        if sign == "(":
            group = []
        elif sign == ")":
            ranks.append(tuple(group))
            group = None
        elif group is None:
            ranks.append((names.index(sign),))
        else:
            group.append(names.index(sign))
    return Paper(count=int(count), ranks=tuple(ranks))


# Twenty guests choose three of six dishes: Oranges, Pears, Chocolate, Strawberries, Hamburgers, Nothing.
LUNCH = election(3, "4 O", "2 PO", "8 CS", "4 CH", "1 S", "1 H", candidates="OPCSHN")


def test_the_lunch_is_counted_as_by_hand():
    counted = scottish_stv(LUNCH)
    assert counted.quota == 6
    assert counted.elected == ("C", "O", "S")
    after_surplus = counted.stages[1].votes
    assert {name: votes // UNIT for name, votes in after_surplus.items()} == {
        "O": 4, "P": 2, "C": 6, "S": 5, "H": 3, "N": 0,
    }  # fmt: skip
    assert counted.ties == ()


def test_a_surplus_is_cut_after_five_decimals():
    counted = scottish_stv(election(2, "7 AB", "2 B", "2 C", candidates="ABC"))
    # Quota 4; the surplus of 3 moves on 7 papers at 3/7 = 0.42857 each.
    assert counted.stages[1].votes["B"] == 2 * UNIT + 7 * 42857
    assert counted.stages[1].not_transferable == 1  # what the cut left out


def test_papers_that_name_nobody_else_are_not_transferable():
    counted = scottish_stv(election(2, "9 A", "3 B", "2 C", candidates="ABC"))
    assert counted.stages[1].not_transferable == (9 - counted.quota) * UNIT
    assert counted.elected == ("A", "B")


def test_an_earlier_stage_tells_equal_candidates_apart():
    counted = scottish_stv(election(1, "6 A", "4 B", "3 C", "1 DC", candidates="ABCD"))
    # After D, B and C have 4 each; at the first stage C had fewer, so C is excluded.
    assert [stage.moved for stage in counted.stages if stage.moved] == [("D",), ("C",), ("B",)]
    assert counted.ties == ()


def test_a_tie_that_matters_is_reported_and_never_drawn():
    counted = scottish_stv(election(1, "3 A", "3 B", candidates="AB"))
    assert counted.elected == ()
    assert [(tie.candidates, tie.is_settled) for tie in counted.ties] == [(("A", "B"), False)]


def test_a_tie_that_changes_nothing_is_settled():
    # B and C are tied for last place and hold as much as D together: whoever goes first, A wins.
    counted = scottish_stv(election(1, "5 A", "2 BA", "2 CA", "3 DA", candidates="ABCD"))
    assert counted.elected == ("A",)
    assert [tie.is_settled for tie in counted.ties] == [True]


def test_after_a_tie_only_those_whom_every_way_elects_are_elected():
    counted = scottish_stv(election(2, "8 A", "3 B", "3 C", candidates="ABC"))
    assert counted.elected == ("A",)
    assert [tie.is_settled for tie in counted.ties] == [False]


def test_a_withdrawn_candidate_is_never_elected_and_hides_no_preference():
    counted = scottish_stv(election(1, "5 AB", "4 C", candidates="ABC", withdrawn="A"))
    assert counted.elected == ("B",)


def test_a_paper_is_read_up_to_a_shared_rank():
    assert plurality(election(1, "3 (AB)", "1 C", candidates="ABC")).elected == ("C",)
    assert plurality(election(1, "3 (AB)", "1 C", candidates="ABC")).empty == 3
    counted = instant_runoff(election(1, "2 A(BC)", "3 C", "2 B", candidates="ABC"))
    assert counted.rounds[0].votes == {"A": 2, "B": 2, "C": 3}


def test_a_shared_rank_with_one_who_withdrew_is_a_plain_preference():
    counted = plurality(election(1, "3 (AB)", "2 C", candidates="ABC", withdrawn="B"))
    assert counted.elected == ("A",)


def test_instant_runoff_of_several_seats_is_refused():
    with pytest.raises(Invalid, match=r"votes\.one_seat"):
        instant_runoff(LUNCH)


def test_the_last_leave_together_when_they_cannot_catch_up():
    counted = instant_runoff(election(1, "5 A", "4 B", "1 C", "1 D", candidates="ABCD"))
    assert counted.rounds[0].struck_out == ("C", "D")
    assert counted.ties == ()


def test_an_instant_runoff_that_ends_level_elects_nobody():
    counted = instant_runoff(election(1, "4 A", "3 B", "1 CB", candidates="ABC"))
    assert (counted.elected, [tie.candidates for tie in counted.ties]) == ((), [("A", "B")])


def test_without_papers_nobody_is_elected():
    for method in (scottish_stv, instant_runoff, plurality, approval):
        counted = method(election(1, candidates="ABC"))
        assert counted.elected == (), method


def test_tennessee_chooses_its_capital():
    votes = election(1, "42 MNCK", "26 NCKM", "15 CKNM", "17 KCNM", candidates="MNCK")
    assert plurality(votes).elected == ("M",)
    assert instant_runoff(votes).elected == ("K",)
    assert schulze(votes).elected == ("N",)
    assert schulze(votes).preferences[1][0] == 58


def test_schulze_own_example_of_forty_five_voters():
    votes = election(
        1, "5 ACBED", "5 ADECB", "8 BEDAC", "3 CABED", "7 CAEBD", "2 CBADE", "7 DCEBA", "8 EBADC",
        candidates="ABCDE",
    )  # fmt: skip
    counted = schulze(votes)
    assert counted.elected == ("E",)
    assert counted.preferences[0] == [0, 20, 26, 30, 22]
    assert counted.paths[4] == [25, 28, 28, 31, 0]


def test_schulze_ranks_by_the_paths():
    votes = election(
        5, "5 ACBED", "5 ADECB", "8 BEDAC", "3 CABED", "7 CAEBD", "2 CBADE", "7 DCEBA", "8 EBADC",
        candidates="ABCDE",
    )  # fmt: skip
    assert schulze(votes).elected == ("E", "A", "C", "B", "D")


def test_equal_ranks_prefer_neither_and_unnamed_candidates_are_last():
    counted = schulze(election(1, "3 (AB)", "2 C", candidates="ABC"))
    assert counted.preferences == [[0, 0, 3], [0, 0, 3], [2, 2, 0]]
    assert (counted.elected, [tie.candidates for tie in counted.ties]) == ((), [("A", "B")])


def test_approval_counts_every_mark_and_reports_the_last_seat():
    counted = approval(election(2, "3 AB", "2 CB", "1 A", candidates="ABCD"))
    assert counted.elected == ("B", "A")
    assert approval(election(1, "2 A", "2 B", candidates="AB")).ties[0].candidates == ("A", "B")


def test_a_seat_stays_empty_rather_than_go_to_one_whom_nobody_marked():
    assert approval(election(3, "2 AB", candidates="ABCD")).elected == ("A", "B")


GRADES = ("Excellent", "Good", "Fair", "Poor")


def graded(seats=1, **given):
    return GradedElection(grades=GRADES, seats=seats, given=given)


def test_the_middle_grade_decides():
    counted = majority_judgment(graded(A=(4, 0, 0, 6), B=(0, 10, 0, 0)))
    assert counted.elected == ("B",)
    assert counted.ranking == (("B", "Good"), ("A", "Poor"))


def test_equal_middles_are_taken_away_one_by_one():
    # Both have Good; taking middles away, B shows Excellent where A shows Fair.
    counted = majority_judgment(graded(A=(1, 2, 2, 0), B=(2, 2, 1, 0)))
    assert counted.elected == ("B",)


def test_of_an_even_number_the_middle_is_the_lower():
    assert majority_judgment(graded(A=(1, 0, 0, 1))).ranking == (("A", "Poor"),)


def test_the_same_grades_are_a_tie():
    counted = majority_judgment(graded(A=(1, 1, 1, 0), B=(1, 1, 1, 0)))
    assert (counted.elected, counted.ties[0].candidates) == ((), ("A", "B"))


def test_judgment_of_nobody_graded_is_a_tie():
    assert majority_judgment(graded(A=(0, 0, 0, 0), B=(0, 0, 0, 0))).elected == ()


def random_election(seed, voters, seats=None):
    chance = random.Random(seed)
    size = chance.randint(3, 6)
    orders = [chance.sample(range(size), chance.randint(1, size)) for _ in range(voters)]
    return Election(
        candidates=tuple(f"c{place}" for place in range(size)),
        seats=seats or chance.randint(1, size - 1),
        papers=tuple(Paper(count=1, ranks=tuple((one,) for one in order)) for order in orders),
    )


def oracle(method, votes, **options):
    people = {name: pyrankvote.Candidate(name) for name in votes.candidates}
    ballots = [
        pyrankvote.Ballot(ranked_candidates=[people[votes.candidates[rank[0]]] for rank in one.ranks])
        for one in votes.papers
    ]
    counted = method(list(people.values()), ballots, **options)
    return {winner.name for winner in counted.get_winners()}


@pytest.mark.parametrize("seed", range(60))
def test_instant_runoff_agrees_with_pyrankvote(seed):
    votes = random_election(seed, voters=80 + seed, seats=1)
    counted = instant_runoff(votes)
    if not counted.ties:
        assert set(counted.elected) == oracle(pyrankvote.instant_runoff_voting, votes)


@pytest.mark.parametrize("seed", range(60))
def test_scottish_stv_agrees_with_pyrankvote_where_no_stage_is_close(seed):
    """The oracle's quota is a fraction and it excludes several at once: close stages may differ."""
    votes = random_election(seed, voters=700 + seed)
    counted = scottish_stv(votes)
    if not counted.ties and not any(is_close(counted, stage) for stage in counted.stages):
        winners = oracle(pyrankvote.single_transferable_vote, votes, number_of_seats=votes.seats)
        assert set(counted.elected) == winners


def is_close(counted, stage):
    """Tell whether two candidates, or one and the quota, are within one vote of each other."""
    marks = sorted([*(votes for votes in stage.votes.values() if votes), counted.quota * UNIT])
    exact = [one for one in marks if one != counted.quota * UNIT]
    return any(abs(one - counted.quota * UNIT) <= UNIT for one in exact) or any(
        above - below <= UNIT for below, above in pairwise(exact)
    )


def test_enough_random_elections_are_compared():
    clear = 0
    for seed in range(60):
        counted = scottish_stv(random_election(seed, voters=700 + seed))
        clear += not counted.ties and not any(is_close(counted, stage) for stage in counted.stages)
    assert clear >= 20


orders = st.permutations(range(5)).flatmap(lambda order: st.integers(1, 5).map(lambda size: order[:size]))
elections = st.builds(
    lambda papers, seats: Election(
        candidates=tuple("ABCDE"), seats=seats,
        papers=tuple(Paper(count=n, ranks=tuple((one,) for one in order)) for order, n in papers),
    ),
    st.lists(st.tuples(orders, st.integers(1, 9)), min_size=1, max_size=12), st.integers(1, 4),
)  # fmt: skip


@given(elections)
def test_no_vote_appears_and_seats_are_filled_unless_there_is_a_tie(votes):
    counted = scottish_stv(votes)
    total = sum(one.count for one in votes.papers) * UNIT
    assert all(sum(stage.votes.values()) + stage.not_transferable == total for stage in counted.stages)
    assert all(stage.not_transferable >= 0 for stage in counted.stages)
    open_ties = [tie for tie in counted.ties if not tie.is_settled]
    assert len(counted.elected) == votes.seats or open_ties


@given(elections, st.permutations(range(5)))
def test_the_order_of_papers_and_of_candidates_changes_nothing(votes, order):
    renamed = Election(
        candidates=tuple(votes.candidates[place] for place in order), seats=votes.seats,
        papers=tuple(
            Paper(count=one.count, ranks=tuple((order.index(rank[0]),) for rank in one.ranks))
            for one in reversed(votes.papers)
        ),
    )  # fmt: skip
    for method in (scottish_stv, schulze, plurality, approval):
        assert set(method(renamed).elected) == set(method(votes).elected), method


@given(elections)
def test_whoever_beats_everyone_is_elected_by_schulze(votes):
    counted = schulze(votes)
    table = counted.preferences
    winner = next((a for a in range(5) if all(table[a][b] > table[b][a] for b in range(5) if b != a)), None)
    assume(winner is not None)
    assert counted.elected[0] == counted.candidates[winner]


@given(st.lists(st.tuples(*[st.integers(0, 4)] * 4), min_size=2, max_size=5))
def test_a_better_grade_never_harms(times):
    given_grades = {f"c{place}": one for place, one in enumerate(times)}
    before = [name for name, _ in majority_judgment(graded(seats=1, **given_grades)).ranking]
    worst = max((grade for grade, count in enumerate(times[0]) if count), default=0)
    assume(worst > 0)
    better = list(times[0])
    better[worst] -= 1
    better[0] += 1
    after = [
        name for name, _ in majority_judgment(graded(seats=1, **given_grades | {"c0": tuple(better)})).ranking
    ]
    assert after.index("c0") <= before.index("c0")
