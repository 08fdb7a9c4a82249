"""Who hosts the next meetings: each structure within one of the others, territories in turn where that can be.

A proposal, not a rule: people change a host and the planner counts with what they chose.
"""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Host:
    """A structure that can receive the others, by its number, and the territory where it is."""

    key: int
    territory: str


@dataclass(frozen=True, kw_only=True)
class Fairness:
    """What a plan comes to: how often each structure hosts, and how often two meetings in a row stay in a place."""

    hosted: Mapping[int, int]
    by_territory: Mapping[str, int]
    repeats: int

    @property
    def is_fair(self) -> bool:
        """Tell whether each structure hosts within one of the others."""
        return not self.hosted or max(self.hosted.values()) - min(self.hosted.values()) <= 1


def plan(hosts: Sequence[Host], slots: Sequence[int | None]) -> list[int | None]:
    """Fill the empty slots of a sequence of meetings, in their order; slots that people filled stay.

    Every empty slot goes to one of those who host least so far, so that counts never drift apart. Among these, the
    choice is the one after which the fewest meetings in a row stay in one territory, looking at all that follows.
    """
    if not hosts:
        return list(slots)
    places = {one.key: one.territory for one in hosts}
    counts = Counter({one.key: 0 for one in hosts})
    counts.update(one for one in slots if one in places)
    filled = list(slots)
    for at, slot in enumerate(slots):
        if slot is None:
            chosen = _next(hosts, counts, places, filled, at)
            filled[at], counts[chosen] = chosen, counts[chosen] + 1
    return filled


def _next(
    hosts: Sequence[Host],
    counts: Mapping[int, int],
    places: Mapping[int, str],
    slots: Sequence[int | None],
    at: int,
) -> int:
    """Choose among those who host least: away from the meetings before and after, where most are waiting."""
    before = places.get(slots[at - 1] or 0) if at else None
    after = places.get(slots[at + 1] or 0) if at + 1 < len(slots) else None
    least = min(counts[one.key] for one in hosts)
    waiting = [one for one in hosts if counts[one.key] == least]
    crowd = Counter(one.territory for one in waiting)
    everywhere = Counter(one.territory for one in hosts)
    best = min(
        waiting,
        key=lambda one: (
            (one.territory == before) + (one.territory == after),
            -crowd[one.territory],
            -everywhere[one.territory],
            one.key,
        ),
    )
    return best.key


def repeats(territories: Sequence[str | None]) -> int:
    """Count the meetings that stay in the territory of the one before."""
    pairs = itertools.pairwise(territories)
    return sum(1 for one, other in pairs if one is not None and one == other)


def fairness(hosts: Sequence[Host], slots: Sequence[int | None]) -> Fairness:
    """Say what a sequence of meetings comes to; a host that has left counts for its territory no more."""
    places = {one.key: one.territory for one in hosts}
    hosted = {one.key: sum(1 for slot in slots if slot == one.key) for one in hosts}
    by_territory = Counter({one.territory: 0 for one in hosts})
    by_territory.update(places[one] for one in slots if one in places)
    return Fairness(
        hosted=hosted,
        by_territory=dict(by_territory),
        repeats=repeats([places.get(one) if one is not None else None for one in slots]),
    )
