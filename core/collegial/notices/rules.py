"""When a digest is due: the last morning, or the last Monday morning, of the deployment's zone."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from collegial.hooks.noticing import NoticeKind, NoticeWay

MORNING = time(7)
KEPT_READ = timedelta(days=180)
KEPT = timedelta(days=365)


def last_digest(way: NoticeWay, now: datetime, zone: str) -> datetime:
    """Return until when what was told belongs into the digest that is due: what came later waits for the next."""
    here = now.astimezone(ZoneInfo(zone))
    morning = datetime.combine(here.date(), MORNING, here.tzinfo)
    if morning > here:
        morning -= timedelta(days=1)
    if way is NoticeWay.WEEKLY:
        morning -= timedelta(days=morning.weekday())
    return morning.astimezone(UTC)


def way_of(kind: NoticeKind, choices: Mapping[str, NoticeWay]) -> NoticeWay:
    """Return how someone hears of a kind: its choice where the kind still offers it, the usual way else."""
    chosen = choices.get(kind.key, kind.usual)
    return chosen if chosen in kind.ways else kind.usual
