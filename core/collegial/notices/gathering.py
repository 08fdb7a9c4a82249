"""Put notices under their days; many of one day that say the same are one line."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from collegial.notices.models import Notice

_MANY = 3


@dataclass(frozen=True, kw_only=True)
class Line:
    """A notice, and those that say the same of other things."""

    notice: Notice
    more: Sequence[Notice] = ()


def by_day(notices: Iterable[Notice], day_of: Callable[[Notice], date]) -> list[tuple[date, list[Line]]]:
    """Return the lines of each day, in the order of the notices."""
    return [(day, _lines(list(told))) for day, told in groupby(notices, key=day_of)]


def _lines(told: Sequence[Notice]) -> list[Line]:
    alike: dict[tuple[str, str], list[Notice]] = {}
    for one in told:
        alike.setdefault((one.kind, str(one.sentence)), []).append(one)
    lines: list[Line] = []
    for one in told:
        same = alike[one.kind, str(one.sentence)]
        if len(same) < _MANY:
            lines.append(Line(notice=one))
        elif one is same[0]:
            lines.append(Line(notice=one, more=same[1:]))
    return lines
