"""Ballot papers that rank candidates, and what every method says of ties."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

from collegial.kernel.text import Text, t

Order = tuple[int, ...]
Score = TypeVar("Score", int, Fraction)
Step = TypeVar("Step")

# A tie without a rule is tried each way, to see whether it matters; so many ways at most.
MOST_WAYS = 256


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Ballots that say the same: how many, and their ranks from the best; a rank may hold several candidates."""

    count: int
    ranks: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Election:
    """Candidates by name, their places numbered from 0; the withdrawn ones are named and never counted.

    `listed_first` is the rule that breaks a tie for whoever stands first on the list.
    """

    candidates: tuple[str, ...]
    seats: int
    papers: tuple[Paper, ...]
    withdrawn: frozenset[int] = frozenset()
    title: str = ""
    listed_first: bool = False

    @property
    def standing(self) -> list[int]:
        """Return the places of the candidates who did not withdraw."""
        return [place for place in range(len(self.candidates)) if place not in self.withdrawn]

    def names(self, places: Iterable[int]) -> tuple[str, ...]:
        """Return the names of candidates, in the order given."""
        return tuple(self.candidates[place] for place in places)

    def ranks_without_withdrawn(self, paper: Paper) -> list[tuple[int, ...]]:
        """Return the ranks of a paper once the withdrawn are struck out; empty ranks are gone."""
        kept = (tuple(one for one in rank if one not in self.withdrawn) for rank in paper.ranks)
        return [rank for rank in kept if rank]

    def orders(self) -> Mapping[Order, int]:
        """Return how many papers say each strict order, for methods that need one preference at a time.

        A rank that two candidates share leaves the next preference unknown: the paper is read up to there.
        """
        said: Counter[Order] = Counter()
        for paper in self.papers:
            order: list[int] = []
            for rank in self.ranks_without_withdrawn(paper):
                if len(rank) > 1:
                    break
                order.append(rank[0])
            said[tuple(order)] += paper.count
        return said


@dataclass(frozen=True, kw_only=True)
class Tie:
    """Candidates between whom the method has no rule left; `is_settled` when no choice was needed after all."""

    candidates: tuple[str, ...]
    text: Text
    is_settled: bool = False


def told_ties(ways: Sequence[Sequence[Tie]], *, is_settled: bool) -> tuple[Tie, ...]:
    """Return the ties to report: all that were met when they change nothing, else none beyond the one that does."""
    met = [tie for ties in ways for tie in ties] if is_settled else common_start(ways)
    once = {tie.candidates: tie for tie in met}.values()
    return tuple(replace(tie, is_settled=is_settled) for tie in once)


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Who is chosen by rank, and the tie for the last seats, if any; an open one leaves them empty."""

    elected: tuple[int, ...]
    tied: tuple[int, ...] = field(default=())
    is_settled: bool = False


def common_start(ways: Sequence[Sequence[Step]]) -> list[Step]:
    """Return the steps that all ways of breaking a tie share, from the first on."""
    shared = []
    for steps in zip(*ways, strict=False):
        if any(one != steps[0] for one in steps):
            break
        shared.append(steps[0])
    return shared


def select_best(levels: Sequence[Sequence[int]], seats: int, *, listed_first: bool = False) -> Selection:
    """Fill seats from levels, the best first; a level that does not fit whole is a tie.

    It stays out, or with `listed_first` goes in from its lowest place on.
    """
    elected: list[int] = []
    for level in levels:
        room = seats - len(elected)
        if len(level) > room:
            tied = tuple(level) if room else ()
            first = sorted(level)[:room] if listed_first else []
            return Selection(elected=(*elected, *first), tied=tied, is_settled=bool(first))
        elected.extend(level)
    return Selection(elected=tuple(elected))


def levels_of(scores: Mapping[int, Score]) -> list[list[int]]:
    """Group candidates by score, the highest first; inside a level, in the order of the list."""
    by_score: dict[Score, list[int]] = {}
    for place in sorted(scores):
        by_score.setdefault(scores[place], []).append(place)
    return [by_score[score] for score in sorted(by_score, reverse=True)]


def seat_tie(election_names: Iterable[str], *, is_settled: bool = False) -> Tie:
    """Say that candidates are equal for the seats that are left."""
    names = tuple(election_names)
    if is_settled:
        text = t("These candidates are equal for the last seats: the order of the list decides.")
    else:
        text = t("These candidates are equal for the last seats, and no rule says who comes first.")
    return Tie(candidates=names, text=text, is_settled=is_settled)
