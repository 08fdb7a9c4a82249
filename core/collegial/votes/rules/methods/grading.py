"""Majority judgment: every candidate has a grade from each voter, and the middle grade decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collegial.votes.rules.methods.papers import Tie, seat_tie, select_best


@dataclass(frozen=True, kw_only=True)
class GradedElection:
    """Grades from the best to the worst, and for each candidate how often each was given."""

    grades: tuple[str, ...]
    seats: int
    given: Mapping[str, tuple[int, ...]]
    listed_first: bool = False


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Who is elected, and each candidate's majority grade, the best candidate first."""

    elected: tuple[str, ...]
    ranking: tuple[tuple[str, str], ...]
    ties: tuple[Tie, ...]


def majority_judgment(election: GradedElection) -> Judged:
    """Rank by the majority grade (the lower middle one), then by those that follow as it is taken away.

    Balinski and Laraki's majority value: while two candidates share their middle grade, one such grade is
    taken from each and the next middle is compared. Only the same grades in the same numbers are a tie.
    """
    names = list(election.given)
    values = [_majority_value(election.given[name]) for name in names]
    levels: dict[tuple[int, ...], list[int]] = {}
    for place in sorted(range(len(names)), key=lambda place: values[place]):
        levels.setdefault(values[place], []).append(place)
    chosen = select_best(list(levels.values()), election.seats, listed_first=election.listed_first)
    ranking = [place for level in levels.values() for place in level]
    return Judged(
        elected=tuple(names[place] for place in chosen.elected),
        ranking=tuple(
            (names[place], election.grades[values[place][0]] if values[place] else "") for place in ranking
        ),
        ties=(
            (seat_tie([names[place] for place in chosen.tied], is_settled=chosen.is_settled),)
            if chosen.tied
            else ()
        ),
    )


def _majority_value(times: Sequence[int]) -> tuple[int, ...]:
    """Return the grades, numbered from the best, in the order in which the middle ones are taken away.

    The middle of an even number is the lower of the two. Taking middles away walks outwards from the
    middle: the worse side first where the number was odd.
    """
    grades = [grade for grade, count in enumerate(times) for _ in range(count)]
    order = []
    while grades:
        order.append(grades.pop(len(grades) // 2))
    return tuple(order)
