"""When a resource was last found right, and when it must be looked at again."""

import calendar
import enum
from datetime import date

FEWEST_MONTHS, MOST_MONTHS = 1, 24
DAYS_BETWEEN_REMINDERS, DAYS_BEFORE_CLOSING = 14, 14
_MONTHS = 12


class Freshness(enum.Enum):
    """How far a resource can be trusted."""

    FRESH = "fresh"
    STALE = "stale"
    CLOSED = "closed"


def next_check(checked_on: date, months: int) -> date:
    """Return the day on which a resource must be looked at again: so many months later, or the month's last day."""
    years, month = divmod(checked_on.month - 1 + months, _MONTHS)
    year, month = checked_on.year + years, month + 1
    return date(year, month, min(checked_on.day, calendar.monthrange(year, month)[1]))


def freshness(due_on: date, closes_on: date | None, today: date) -> Freshness:
    """Tell how fresh a resource is: what has closed is not to be asked for any more."""
    if closes_on is not None and closes_on < today:
        return Freshness.CLOSED
    return Freshness.STALE if due_on < today else Freshness.FRESH
