"""What the public site adds to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from collegial.hooks.contracts import Fragment, MenuGroup, NavItem
from collegial.hooks.extensions import Rows, SearchSource
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.publishing import PublicKind
from collegial.hosting.permissions import MANAGE
from collegial.kernel.events import Event
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import t
from collegial.proposals.models import Mission, Priority
from collegial.publishing import gathering
from collegial.publishing.events import EVENTS
from collegial.publishing.permissions import EDIT, PERMISSIONS
from collegial.publishing.routes import pages
from collegial.publishing.showing import site_words

_FEW = 4


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the right."""
    return PERMISSIONS


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the event."""
    return EVENTS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


def aims_to_search(_session: Session, _viewer: Viewer) -> Rows:
    """Return the missions and the priorities, each with the part of the page that says them."""
    both = union_all(
        select(literal("missions").label("place"), Mission.label.label("title"), Mission.text.label("words")),
        select(literal("priorities"), Priority.label, literal("")),
    ).subquery()
    return select(both.c.place, both.c.title, both.c.words)


@hookimpl
def search_sources() -> Iterable[SearchSource]:
    """Offer what the cooperative is for to the search."""
    yield SearchSource(
        key="publishing.aims", label=t("Missions and priorities"), endpoint="publishing.about",
        argument="_anchor", rows=aims_to_search, weight=15, is_part=True,
    )  # fmt: skip


@hookimpl
def nav_items(viewer: Viewer) -> Iterable[NavItem]:
    """Offer the pages of the site: to visitors first, to members among what concerns the site."""
    group = MenuGroup.SITE if viewer.is_signed_in else MenuGroup.ABOUT
    yield NavItem(
        key="publishing.about",
        endpoint="publishing.about",
        label=t("Who we are"),
        also=t("missions, purpose, presentation, contact"),
        icon="info",
        weight=5,
        group=group,
    )
    yield NavItem(
        key="publishing.calendar", endpoint="publishing.month", label=t("Calendar"), icon="calendar", weight=6,
        group=MenuGroup.START,
    )  # fmt: skip
    yield NavItem(
        key="publishing.published", endpoint="publishing.published", label=t("Works and decisions"), icon="book",
        weight=7, group=group,
    )  # fmt: skip
    yield NavItem(
        key="publishing.texts", endpoint="publishing.texts", label=t("Texts of the site"), icon="edit", weight=60,
        permission=EDIT, group=MenuGroup.SITE,
    )  # fmt: skip
    yield NavItem(
        key="publishing.look", endpoint="publishing.look", label=t("Logo and colour"), icon="settings", weight=61,
        permission=MANAGE, group=MenuGroup.SITE,
    )  # fmt: skip


@hookimpl
def page_slots(session: Session, slot: str) -> Iterable[Fragment]:
    """Say on the home page who we are, what comes next, what was done last."""
    if slot != "home.visitor":
        return
    yield Fragment(
        key="publishing.home",
        template="publishing/home.html",
        context={
            "words": site_words(session),
            "dates": gathering.to_come(session, most=_FEW),
            "works": gathering.latest(session, PublicKind.WORK, most=_FEW),
            "decisions": gathering.latest(session, PublicKind.DECISION, most=_FEW),
        },
        weight=0,
    )
