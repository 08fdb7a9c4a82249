"""What may change of a convened assembly without a new convocation: the hour and the place, never the day."""

from datetime import datetime
from zoneinfo import ZoneInfo

Where = tuple[datetime, str, str | None]


def stays_on_its_day(former: datetime, wanted: datetime, zone: str) -> bool:
    """Tell whether two moments lie on one day of the deployment: the notice is counted in days (L30)."""
    place = ZoneInfo(zone)
    return former.astimezone(place).date() == wanted.astimezone(place).date()


def has_moved(former: Where, wanted: Where) -> bool:
    """Tell whether the hour, the place or the address of the online meeting differs."""
    return former != wanted
