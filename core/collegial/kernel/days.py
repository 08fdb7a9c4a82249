"""Days within reach: of a year in four digits, from which every legal date and every month can be counted."""

from datetime import UTC, date, datetime, timedelta

from collegial.kernel.errors import Invalid
from collegial.kernel.text import t

_YEARS = range(1900, 2200)
OUT_OF_REACH = t("Write the year in four digits, between 1900 and 2199.")


def is_in_reach(day: date) -> bool:
    """Tell whether the year of a day, or of a moment, is one that somebody meant to write."""
    return day.year in _YEARS


def check_reach(day: date, *, field: str) -> None:
    """Raise Invalid `days.out_of_reach` at a field for a day of another time, such as the year 26."""
    if not is_in_reach(day):
        raise Invalid("days.out_of_reach", OUT_OF_REACH, field=field)


def later(moment: datetime, span: timedelta) -> datetime:
    """Return the moment a span after another; old rows may stand at the end of the calendar, where both are one."""
    return moment + min(span, datetime.max.replace(tzinfo=UTC) - moment)
