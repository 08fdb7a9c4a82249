"""Ask the features and the active modules for what everyone may see; one that fails is left out and logged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.routing import BuildError

from collegial.hooks.publishing import PublicItem, PublicKind, PublicSource, Span
from collegial.hosting.isolation import read_only
from collegial.kernel.outage import is_out_of_reach
from collegial.kernel.permissions import ANONYMOUS, Viewer
from collegial.web.program import current_program

log = structlog.get_logger(__name__)
ALWAYS = timedelta(days=365 * 60)
MOST = 500


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An item with its source, ready to print; `page` is where it is told, None where it has no page."""

    item: PublicItem
    source: PublicSource
    day: date
    page: str | None

    @property
    def address(self) -> str | None:
        """Return its page where everyone may open it."""
        return self.address_for(ANONYMOUS)

    def address_for(self, reader: Viewer) -> str | None:
        """Return its page where this reader may open it."""
        return self.page if reader.may(self.item.permission) else None

    @property
    def key(self) -> str:
        """Return what names it on the whole site, for good."""
        return f"{self.source.key}-{self.item.number}"

    @property
    def has_hour(self) -> bool:
        """Tell what begins at an hour from what takes a day."""
        return isinstance(self.item.on, datetime)

    @property
    def order(self) -> tuple[date, str, int, str]:
        """Return what it is sorted by: its day, its hour, its number."""
        hour = self.item.on.isoformat() if isinstance(self.item.on, datetime) else ""
        return self.day, hour, self.item.number, self.source.key


def zone_of_pays() -> str:
    """Return the time zone of the deployment."""
    return current_program().settings.pays.zone


def this_day() -> date:
    """Return today."""
    return current_program().today


def to_come(session: Session, *, most: int, days: int = 400) -> list[Shown]:
    """Return the next dates, the first one first."""
    today = this_day()
    return dates(session, today, today + timedelta(days=days), most=most)[:most]


def dates(session: Session, first: date, last: date, *, most: int = MOST) -> list[Shown]:
    """Return the dates of some days in the order of time."""
    return sorted(_gathered(session, PublicKind.DATE, first, last, most), key=lambda one: one.order)


def latest(session: Session, kind: PublicKind, *, most: int = MOST) -> list[Shown]:
    """Return what was published or decided last, the latest first."""
    today = this_day()
    found = _gathered(session, kind, today - ALWAYS, today, most)
    return sorted(found, key=lambda one: one.order, reverse=True)[:most]


def sources(session: Session, kind: PublicKind) -> Sequence[PublicSource]:
    """Return the sources of a kind, the core's first."""
    return [one for _, one in _sources(session) if one.kind is kind]


def _sources(session: Session) -> list[tuple[str, PublicSource]]:
    host = current_program().host
    active = host.active(session)
    return [
        (owner, one)
        for owner, one in host.declared("public_sources")
        if owner in active and one.key not in host.stepped_back(session, owner)
    ]


def _gathered(session: Session, kind: PublicKind, first: date, last: date, most: int) -> Iterable[Shown]:
    span = Span(first=first, last=last, zone=zone_of_pays(), most=most)
    for owner, source in _sources(session):
        if source.kind is kind:
            yield from _items(session, owner, source, span)


def _items(session: Session, owner: str, source: PublicSource, span: Span) -> list[Shown]:
    try:
        with read_only(session):
            found = [_shown(one, source, span.zone) for one in source.items(session, span)]
    except Exception as error:
        if is_out_of_reach(error):  # a calendar or a feed that lacks a part would be taken for the whole
            raise
        log.exception("plugin.show_failed", plugin=owner, hook="public_sources", source=source.key)
        return []
    return [one for one in found if span.first <= one.day <= span.last][: span.most]


def _shown(item: PublicItem, source: PublicSource, zone: str) -> Shown:
    on = item.on
    day = on.astimezone(ZoneInfo(zone)).date() if isinstance(on, datetime) else on
    return Shown(item=item, source=source, day=day, page=_page(item, source))


def _page(item: PublicItem, source: PublicSource) -> str | None:
    if item.endpoint is None:
        return None
    try:
        return url_for(item.endpoint, **item.values)
    except BuildError:
        log.warning("publishing.no_endpoint", source=source.key)
        return None
