"""Instant runoff: the last is struck out until one candidate has more than half of the papers that still speak."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from collegial.kernel.errors import Invalid
from collegial.kernel.text import t
from collegial.votes.rules.methods.papers import (
    MOST_WAYS,
    Election,
    Order,
    Tie,
    common_start,
    told_ties,
)


@dataclass(frozen=True, kw_only=True)
class RunoffRound:
    """The votes of a round, who left after it, and how many papers name nobody who is left."""

    votes: dict[str, int]
    struck_out: tuple[str, ...]
    exhausted: int


@dataclass(frozen=True, kw_only=True)
class Runoff:
    """Who is elected, if anyone, and how it went; `needed` is the least number of votes that elects in the end.

    After an open tie nothing more is shown: its round is the last. After one that changes nothing the rounds are
    those of one way; `agreed` says how many rounds all ways share.
    """

    elected: tuple[str, ...]
    needed: int
    rounds: tuple[RunoffRound, ...]
    agreed: int
    ties: tuple[Tie, ...]


@dataclass(kw_only=True)
class _Course:
    """A count under way."""

    election: Election
    orders: Mapping[Order, int]
    left: list[int]
    winner: int | None = None
    rounds: list[RunoffRound] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)

    def votes(self) -> dict[int, int]:
        """Return how many papers name each candidate first, of those who are left."""
        votes = dict.fromkeys(self.left, 0)
        for order, count in self.orders.items():
            first = next((place for place in order if place in votes), None)
            if first is not None:
                votes[first] += count
        return votes

    def without(self, leaving: Sequence[int]) -> "_Course":
        """Return the count as it goes on without some candidates."""
        return replace(
            self,
            left=[place for place in self.left if place not in leaving],
            rounds=[*self.rounds, self._round(leaving)],
            ties=[*self.ties],
        )

    def ended(self, winner: int | None) -> "_Course":
        """Return the count at its end."""
        return replace(self, winner=winner, rounds=[*self.rounds, self._round(())])

    def _round(self, leaving: Sequence[int]) -> RunoffRound:
        votes = self.votes()
        return RunoffRound(
            votes={self.election.candidates[place]: count for place, count in votes.items()},
            struck_out=self.election.names(leaving),
            exhausted=sum(self.orders.values()) - sum(votes.values()),
        )


def instant_runoff(election: Election) -> Runoff:
    """Elect one candidate; raise Invalid for several seats.

    Candidates that are equally last leave together when all their votes would not reach the next one.
    Otherwise each way is tried: the tie is settled when all of them elect the same candidate, and nobody
    is elected when they do not.
    """
    if election.seats != 1:
        raise Invalid(
            "votes.one_seat",
            t("Instant runoff elects one person and there are %(seats)s seats.", seats=election.seats),
        )
    course = _Course(election=election, orders=election.orders(), left=election.standing)
    ends = _ends(course, MOST_WAYS)
    winners = {end.winner for end in ends}
    is_settled = len(winners) == 1 and None not in winners
    ties = told_ties([end.ties for end in ends], is_settled=is_settled)
    agreed = common_start([end.rounds for end in ends])
    rounds = ends[0].rounds if is_settled or not ties else [*agreed, *_tied_round(ends, len(agreed))]
    return Runoff(
        elected=election.names(place for place in winners if is_settled and place is not None),
        needed=sum(rounds[-1].votes.values()) // 2 + 1,
        rounds=tuple(rounds),
        agreed=len(agreed),
        ties=ties,
    )


def _tied_round(ends: Sequence[_Course], place: int) -> list[RunoffRound]:
    """Return the round after which the ways part, with nobody struck out; none where they never do."""
    return [replace(end.rounds[place], struck_out=()) for end in ends[:1] if len(end.rounds) > place]


def _ends(course: _Course, ways: int) -> list[_Course]:
    """Count to the end; at a tie, to each of the ends it may lead to."""
    while True:
        votes = course.votes()
        total = sum(votes.values())
        winner = next((place for place in course.left if votes[place] > total // 2), None)
        if winner is not None or not total:
            return [course.ended(winner)]
        least = min(votes.values())
        last = [place for place in course.left if votes[place] == least]
        if len(last) > 1 and not _leave_together(votes, last):
            if not course.election.listed_first:
                return _each_way(course, last, ways)
            text = t("These candidates are tied for last place: the one who stands last on the list leaves.")
            course = replace(
                course, ties=[*course.ties, Tie(candidates=course.election.names(last), text=text)]
            )
            last = [max(last)]
        course = course.without(last)


def _each_way(course: _Course, last: Sequence[int], ways: int) -> list[_Course]:
    names = course.election.names(last)
    text = t("These candidates are equally last, and no rule says who leaves.")
    course = replace(course, ties=[*course.ties, Tie(candidates=names, text=text)])
    if ways < len(last):
        return [course.ended(None)]
    return [end for place in last for end in _ends(course.without([place]), ways // len(last))]


def _leave_together(votes: Mapping[int, int], last: Sequence[int]) -> bool:
    others = [count for place, count in votes.items() if place not in last]
    return bool(others) and sum(votes[place] for place in last) < min(others)
