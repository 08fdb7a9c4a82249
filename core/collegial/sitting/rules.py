"""How long each college has spoken, from the speeches that were heard."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A speech that was begun: of which college, and its times; `ended_at` is None while it lasts."""

    college: str | None
    started_at: datetime
    ended_at: datetime | None


def time_by_college(speeches: Iterable[Heard], now: datetime) -> Mapping[str | None, timedelta]:
    """Return the time each college has spoken, the present speech up to now included."""
    times: dict[str | None, timedelta] = defaultdict(timedelta)
    for one in speeches:
        times[one.college] += max(timedelta(), (one.ended_at or now) - one.started_at)
    return times
