"""The months of the calendar, as pages."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2})")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Month:
    """A month of a year."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Return its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Return its last day."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def before(self) -> "Month | None":
        """Return the month before; None at the beginning of the calendar."""
        return _kept(self.first - timedelta(days=1))

    @property
    def after(self) -> "Month | None":
        """Return the month after; None at the end of the calendar."""
        return _kept(self.last + timedelta(days=1))

    @property
    def weeks(self) -> Sequence[Sequence[date]]:
        """Return its weeks, from Monday on, with the days of other months that fill them."""
        return calendar.Calendar(firstweekday=calendar.MONDAY).monthdatescalendar(self.year, self.number)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"


def month_of(day: date) -> Month:
    """Return the month of a day."""
    return Month(day.year, day.month)


def read_month(written: str, today: date) -> Month:
    """Return the month that an address names, or the present one."""
    found = _WRITTEN.fullmatch(written)
    year, number = (int(found[1]), int(found[2])) if found else (0, 0)
    is_one = _FIRST_YEAR <= year <= _LAST_YEAR and 1 <= number <= 12  # noqa: PLR2004 (months of a year)
    return Month(year, number) if is_one else month_of(today)


def _kept(day: date) -> Month | None:
    return month_of(day) if _FIRST_YEAR <= day.year <= _LAST_YEAR else None
