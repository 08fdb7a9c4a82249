"""When a digest is due: the last morning, or the last Monday morning, of the deployment's zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(7)
KEPT_READ = timedelta(days=180)
KEPT = timedelta(days=365)


def last_digest(now: datetime, zone: str, *, weekly: bool) -> datetime:
    """Return until when what was told belongs into the digest that is due: what came later waits for the next."""
    here = now.astimezone(ZoneInfo(zone))
    morning = datetime.combine(here.date(), MORNING, here.tzinfo)
    if morning > here:
        morning -= timedelta(days=1)
    if weekly:
        morning -= timedelta(days=morning.weekday())
    return morning.astimezone(UTC)
