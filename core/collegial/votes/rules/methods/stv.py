"""The single transferable vote by the Scottish rules (Scottish Local Government Elections Order 2007, rules 45–51).

Votes are counted in hundred-thousandths: the rules cut every transfer value after five decimals.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from collegial.kernel.text import t
from collegial.votes.rules.methods.papers import (
    MOST_WAYS,
    Election,
    Order,
    Tie,
    common_start,
    told_ties,
)

UNIT = 100_000


class StageKind(StrEnum):
    """What a stage of the count did."""

    FIRST = "first preferences"
    SURPLUS = "surplus"
    EXCLUSION = "exclusion"
    LAST = "last vacancies"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage: whose papers moved, who was elected by it, and every total after it, in 1/100 000 of a vote."""

    kind: StageKind
    moved: tuple[str, ...]
    elected: tuple[str, ...]
    votes: dict[str, int]
    not_transferable: int


@dataclass(frozen=True, kw_only=True)
class Transferred:
    """Who is elected, in the order of election, the quota in whole votes, and the stages.

    After a tie that matters, `elected` holds those whom every way of breaking it elects, and no later stage is
    shown. After one that changes nothing the stages are those of one way; `agreed` says how many all ways share.
    """

    elected: tuple[str, ...]
    quota: int
    stages: tuple[Stage, ...]
    agreed: int
    ties: tuple[Tie, ...]


@dataclass(kw_only=True)
class _Count:
    """A count under way: each candidate's papers by what they say and what they are worth."""

    election: Election
    quota: int
    piles: dict[int, Counter[tuple[Order, int]]]
    continuing: list[int]
    elected: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    total: int = 0
    history: list[dict[int, int]] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)

    def copy(self) -> "_Count":
        """Return a count that goes its own way from here."""
        return _Count(
            election=self.election, quota=self.quota, total=self.total,
            piles={place: pile.copy() for place, pile in self.piles.items()},
            continuing=[*self.continuing], elected=[*self.elected], waiting=[*self.waiting],
            history=[*self.history], stages=[*self.stages], ties=[*self.ties],
        )  # fmt: skip

    def votes(self, place: int) -> int:
        """Return a candidate's total."""
        return sum(value * count for (_order, value), count in self.piles[place].items())

    @property
    def is_cut(self) -> bool:
        """Tell whether the count stopped at a tie before its end."""
        return self.vacancies > 0 and bool(self.continuing)

    @property
    def vacancies(self) -> int:
        """Return how many seats are left."""
        return self.election.seats - len(self.elected)


def scottish_stv(election: Election) -> Transferred:
    """Elect by the Scottish rules; a tie for which they draw lots is reported, or shown not to matter."""
    orders = {order: count for order, count in election.orders().items() if order}
    quota = sum(orders.values()) // (election.seats + 1) + 1
    standing = election.standing
    piles: dict[int, Counter[tuple[Order, int]]] = {place: Counter() for place in standing}
    for order, paper_count in orders.items():
        piles[order[0]][order, UNIT] += paper_count
    total = sum(orders.values())
    count = _Count(
        election=election, quota=quota * UNIT, total=total * UNIT, piles=piles, continuing=standing
    )
    _end_stage(count, StageKind.FIRST, [])
    ends = _ends(count, MOST_WAYS)
    return _agreed(election, quota, ends)


def _agreed(election: Election, quota: int, ends: Sequence[_Count]) -> Transferred:
    """Keep what every way of breaking the ties agrees on; a way left untried agrees with none."""
    first = ends[0]
    everywhere = set(first.elected).intersection(*(end.elected for end in ends))
    is_settled = all(set(end.elected) == everywhere and not end.is_cut for end in ends)
    ties = told_ties([end.ties for end in ends], is_settled=is_settled)
    agreed = common_start([end.stages for end in ends])
    return Transferred(
        elected=election.names(place for place in first.elected if place in everywhere),
        quota=quota,
        stages=tuple(first.stages if is_settled or not ties else agreed),
        agreed=len(agreed),
        ties=ties,
    )


def _ends(count: _Count, ways: int) -> list[_Count]:
    """Count to the end; at a tie, to each of the ends it may lead to."""
    while count.vacancies and count.continuing:
        if len(count.continuing) <= count.vacancies:
            _fill_last_vacancies(count)
            return [count]
        kind, places = _next_step(count)
        if len(places) > 1 and not (kind is StageKind.EXCLUSION and _go_together(count, places)):
            if not count.election.listed_first:
                return _each_way(count, kind, places, ways)
            count.ties.append(_tie(count, kind, places))
            places = [min(places) if kind is StageKind.SURPLUS else max(places)]
        _do(count, kind, places)
    return [count]


def _each_way(count: _Count, kind: StageKind, places: Sequence[int], ways: int) -> list[_Count]:
    count.ties.append(_tie(count, kind, places))
    if ways < len(places):
        return [count]
    ends = []
    for place in places:
        branch = count.copy()
        _do(branch, kind, [place])
        ends += _ends(branch, ways // len(places))
    return ends


def _tie(count: _Count, kind: StageKind, places: Sequence[int]) -> Tie:
    if count.election.listed_first and kind is StageKind.SURPLUS:
        text = t("These candidates have equal surpluses: the order of the list says which moves first.")
    elif count.election.listed_first:
        text = t("These candidates are tied for last place: the one who stands last on the list is excluded.")
    elif kind is StageKind.SURPLUS:
        text = t("These candidates have equal surpluses: the Scottish rules draw lots for which moves first.")
    else:
        text = t(
            "These candidates are tied for last place: the Scottish rules draw lots for who is excluded."
        )
    return Tie(candidates=count.election.names(places), text=text)


def _next_step(count: _Count) -> tuple[StageKind, list[int]]:
    """Return what comes next and for whom; several candidates where no earlier stage tells them apart."""
    if count.waiting:
        most = max(count.votes(place) for place in count.waiting)
        largest = [place for place in count.waiting if count.votes(place) == most]
        return StageKind.SURPLUS, _told_apart(count, largest, max)
    least = min(count.votes(place) for place in count.continuing)
    lowest = [place for place in count.continuing if count.votes(place) == least]
    return StageKind.EXCLUSION, _told_apart(count, lowest, min)


def _told_apart(count: _Count, places: list[int], pick: Callable[[Iterable[int]], int]) -> list[int]:
    for earlier in reversed(count.history[:-1]):
        if len(places) == 1:
            break
        best = pick(earlier[place] for place in places)
        places = [place for place in places if earlier[place] == best]
    return places


def _go_together(count: _Count, places: Sequence[int]) -> bool:
    """Tell whether the last are all excluded whatever the order: together they stay under the next one."""
    others = [count.votes(place) for place in count.continuing if place not in places]
    together = sum(count.votes(place) for place in places)
    return len(others) >= count.vacancies and bool(others) and together < min(others)


def _do(count: _Count, kind: StageKind, places: Sequence[int]) -> None:
    for place in places:
        if kind is StageKind.SURPLUS:
            _move_surplus(count, place)
        else:
            count.continuing.remove(place)
    if kind is StageKind.EXCLUSION:
        for place in places:
            _move(count, place, dict(count.piles[place]))
            count.piles[place].clear()
    _end_stage(count, kind, places)


def _move_surplus(count: _Count, place: int) -> None:
    """Move every paper on at its part of the surplus, cut after five decimals (rule 48)."""
    total = count.votes(place)
    surplus = total - count.quota
    worth: Counter[tuple[Order, int]] = Counter()
    for (order, value), papers in count.piles[place].items():
        worth[order, surplus * value // total] += papers
    count.waiting.remove(place)
    _move(count, place, worth)
    # What stays is the quota, in one piece that no later stage moves.
    count.piles[place] = Counter({((), count.quota): 1})


def _move(count: _Count, place: int, papers: Mapping[tuple[Order, int], int]) -> None:
    continuing = set(count.continuing)
    for (order, value), number in papers.items():
        after = order[order.index(place) + 1 :]
        following = next((one for one in after if one in continuing), None)
        if following is not None:
            count.piles[following][order, value] += number


def _end_stage(count: _Count, kind: StageKind, moved: Iterable[int]) -> None:
    """Write the totals down, then deem elected whoever reaches the quota, the most votes first."""
    totals = {place: count.votes(place) for place in count.piles}
    count.history.append(totals)
    reached = sorted(
        (place for place in count.continuing if totals[place] >= count.quota),
        key=lambda place: (-totals[place], place),
    )
    for place in reached:
        count.continuing.remove(place)
        count.elected.append(place)
        if totals[place] > count.quota:
            count.waiting.append(place)
    _note(count, kind, moved, reached)


def _fill_last_vacancies(count: _Count) -> None:
    """Deem elected all who continue when there is a seat for each (rule 51)."""
    last = sorted(count.continuing, key=lambda place: (-count.votes(place), place))
    count.elected += last
    count.continuing = []
    _note(count, StageKind.LAST, [], last)


def _note(count: _Count, kind: StageKind, moved: Iterable[int], elected: Iterable[int]) -> None:
    names, votes = count.election.candidates, {place: count.votes(place) for place in count.piles}
    count.stages.append(
        Stage(
            kind=kind, moved=count.election.names(moved), elected=count.election.names(elected),
            votes={names[place]: one for place, one in votes.items()},
            not_transferable=count.total - sum(votes.values()),
        )
    )  # fmt: skip
