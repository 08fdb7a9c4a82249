"""The day on which an act is done, and the moment at which letters leave."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from collegial.plugin import Context

_MORNING = time(8)


def morning(context: Context, day: date) -> datetime:
    """Return the moment of a day at which letters leave."""
    return datetime.combine(day, _MORNING, tzinfo=ZoneInfo(context.zone))
