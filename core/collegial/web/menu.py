"""The main menu: entries in the parts where people look for them, each leading somewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from flask import g, request, url_for
from werkzeug.routing import BuildError

from collegial.hooks.contracts import MenuGroup, NavItem
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import Text, t
from collegial.web.program import current_program
from collegial.web.request import session, viewer
from collegial.web.trail import endpoints_above

_MADE = "menu"
log = structlog.get_logger(__name__)
# A short menu is read at a glance: parts to open would only put its entries one step away.
MOST_WITHOUT_HEADINGS = 7
LABELS: Mapping[MenuGroup, Text | None] = {
    MenuGroup.START: None,
    MenuGroup.ABOUT: t("About us"),
    MenuGroup.DECIDING: t("Deciding"),
    MenuGroup.WORKING: t("Working together"),
    MenuGroup.MONEY: t("Capital and money"),
    MenuGroup.PEOPLE: t("Members and actors"),
    MenuGroup.RECORDS: t("Rules and registers"),
    MenuGroup.SITE: t("This site"),
}


@dataclass(frozen=True, kw_only=True)
class Link:
    """A way to a page, ready to print."""

    label: Text
    url: str
    icon: str
    key: str = ""
    also: Text | None = None
    is_current: bool = False


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the menu, opened by its label; one without a label lies open."""

    key: str
    label: Text | None
    links: Sequence[Link]

    @property
    def is_open(self) -> bool:
        """Tell the part that the reader stands in."""
        return any(link.is_current for link in self.links)


def menu() -> Sequence[Part]:
    """Return the parts of the menu that hold something for this viewer; made once for a page, after its breadcrumbs."""
    if not request or g.get("is_job"):
        return []
    known: tuple[Viewer, Sequence[Part]] | None = g.get(_MADE)
    if known is None or known[0] is not viewer():
        known = viewer(), _menu()
        setattr(g, _MADE, known)
    return known[1]


def entry_of(endpoint: str) -> Link | None:
    """Return the entry that is lit on a page, if this viewer has it."""
    item = _entry_of(endpoint, current_program().host.nav_items(session(), viewer()))
    return _link(item, is_current=False) if item else None


def _menu() -> Sequence[Part]:
    items = current_program().host.nav_items(session(), viewer())
    current, has_headings = _current(items), len(items) > MOST_WITHOUT_HEADINGS
    parts = [_part(group, items, current, with_label=has_headings) for group in MenuGroup]
    return [part for part in parts if part.links]


def _current(items: Sequence[NavItem]) -> NavItem | None:
    """Return the entry of this page: its own, else the nearest that its breadcrumbs name, else their feature's.

    A page without breadcrumbs goes by its own feature.
    """
    here, above = request.endpoint or "", endpoints_above()
    named = next((item for way in [here, *above] for item in items if item.endpoint == way), None)
    return named or next((item for way in above or [here] if (item := _entry_of(way, items))), None)


def _entry_of(endpoint: str, items: Sequence[NavItem]) -> NavItem | None:
    """Return the entry that leads to an endpoint, or the only one of its feature."""
    alike = [item for item in items if item.endpoint.split(".")[0] == endpoint.split(".", maxsplit=1)[0]]
    exactly = [item for item in alike if item.endpoint == endpoint]
    return exactly[0] if exactly else alike[0] if len(alike) == 1 else None


def _part(group: MenuGroup, items: Sequence[NavItem], current: NavItem | None, *, with_label: bool) -> Part:
    links = [
        link for item in items if item.group == group and (link := _link(item, is_current=item is current))
    ]
    return Part(key=group.value, label=LABELS[group] if with_label and len(links) > 1 else None, links=links)


def _link(item: NavItem, *, is_current: bool) -> Link | None:
    """Return an entry ready to print; one that leads nowhere is left out rather than taking the page down."""
    url = address(item.key, item.endpoint, {})
    if not url:
        return None
    return Link(
        label=item.label, url=url, icon=item.icon, key=item.key, also=item.also, is_current=is_current
    )


def address(key: str, endpoint: str, values: Mapping[str, object]) -> str | None:
    """Return the address of an endpoint that a module names; None, logged, where there is no such one."""
    try:
        return url_for(endpoint, **values)  # type: ignore[arg-type]
    except BuildError:
        log.warning("navigation.no_endpoint", item=key)
        return None
