"""The day on which an act is done, and the moment at which letters leave."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from collegial.plugin import Context, local_day

_MORNING = time(8)


def today(context: Context) -> date:
    """Return the day on which an act is done."""
    return local_day(context.clock.now(), context.zone)


def morning(context: Context, day: date) -> datetime:
    """Return the moment of a day at which letters leave."""
    return datetime.combine(day, _MORNING, tzinfo=ZoneInfo(context.zone))
