"""Time as an argument: whoever acts is given a clock, so that an act can be replayed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)


@dataclass
class FrozenClock:
    """A clock that stands still until it is moved; for tests and replays."""

    at: datetime

    def now(self) -> datetime:
        """Return the moment the clock stands at."""
        return self.at

    def move(self, **delta: float) -> None:
        """Move on by the parts of a timedelta, such as `minutes=5`."""
        self.at += timedelta(**delta)


def local_day(moment: datetime, zone: str) -> date:
    """Return the calendar day of a moment in the deployment's zone."""
    return moment.astimezone(ZoneInfo(zone)).date()
