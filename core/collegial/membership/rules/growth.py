"""How many members each group has had: from dated changes to sizes on chosen days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

_STEPS = (1, 3, 12, 60)
_MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class Change:
    """By how many members a group, known by its key, grew or shrank on a day."""

    key: str
    day: date
    delta: int


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How many members each group has on a day; a group without any is left out."""

    day: date
    by_key: Mapping[str, int]

    @property
    def total(self) -> int:
        """Return how many there are in all groups."""
        return sum(self.by_key.values())


def sizes_on(changes: Iterable[Change], days: Sequence[date]) -> list[Sizes]:
    """Add the changes up to the end of each day; the days come in order."""
    ahead = sorted(changes, key=lambda one: one.day, reverse=True)
    running: dict[str, int] = defaultdict(int)
    found = []
    for day in days:
        while ahead and ahead[-1].day <= day:
            change = ahead.pop()
            running[change.key] += change.delta
        found.append(Sizes(day=day, by_key={key: size for key, size in running.items() if size}))
    return found


def moments(first: date, last: date, *, most: int = 12) -> list[date]:
    """Choose at most `most` days between two: first days of months, quarters or years, then the last day itself."""
    for step in _STEPS:
        starts = _starts(first, last, step)
        if len(starts) < most:
            break
    kept = [day for day in starts[-(most - 1) :] if day != last]
    return [*kept, last]


def _starts(first: date, last: date, step: int) -> list[date]:
    """Return the first days of the periods of `step` months that begin after one day and not after another."""
    wanted = range(_count(first) // step + 1, _count(last) // step + 1)
    return [date(number * step // _MONTHS, number * step % _MONTHS + 1, 1) for number in wanted]


def _count(day: date) -> int:
    return day.year * _MONTHS + day.month - 1
