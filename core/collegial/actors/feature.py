"""What actors add to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.actors.api import ACTORS
from collegial.actors.events import EVENTS
from collegial.actors.models import Actor
from collegial.actors.permissions import PERMISSIONS
from collegial.actors.queries.directory import is_live, is_seen
from collegial.actors.routes import pages
from collegial.hooks.contracts import MenuGroup, NavItem
from collegial.hooks.extensions import ApiResource, Rows, SearchSource
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import t


def rows_to_search(_session: Session, viewer: Viewer) -> Rows:
    """Return the actors that someone may find: those whom this reader may see."""
    rows = select(Actor.id, Actor.name, Actor.summary).where(is_live())
    return rows.where(is_seen(viewer))


@hookimpl
def search_sources() -> Iterable[SearchSource]:
    """Offer the directory to the search."""
    yield SearchSource(
        key="actors", label=t("Directory"), endpoint="actors.show", argument="actor_id",
        rows=rows_to_search, weight=30,
    )  # fmt: skip


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights over the directory."""
    return PERMISSIONS


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the directory."""
    yield pages


@hookimpl
def nav_items(viewer: Viewer) -> Iterable[NavItem]:
    """Offer the way to the directory; visitors find those who agreed to be shown on the public list."""
    if viewer.is_signed_in:
        yield NavItem(
            key="actors",
            endpoint="actors.index",
            label=t("Directory"),
            icon="organisation",
            weight=60,
            group=MenuGroup.PEOPLE,
        )


@hookimpl
def api_resources() -> Iterable[ApiResource]:
    """Offer what other programs read."""
    yield ACTORS
