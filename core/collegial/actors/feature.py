"""What actors add to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.actors.events import EVENTS
from collegial.actors.permissions import PERMISSIONS
from collegial.actors.routes import pages
from collegial.hooks.contracts import NavItem
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event
from collegial.kernel.permissions import Permission
from collegial.kernel.text import t


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
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the directory."""
    yield NavItem(key="actors", endpoint="actors.index", label=t("Directory"), icon="organisation", weight=60)
