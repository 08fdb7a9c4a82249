"""What the sample data adds to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.hooks.contracts import MenuGroup, NavItem
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event
from collegial.kernel.permissions import Permission
from collegial.kernel.text import t
from collegial.sample.events import EVENTS
from collegial.sample.permissions import MANAGE
from collegial.sample.routes import pages


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the right."""
    yield MANAGE


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to it, to administrators."""
    yield NavItem(
        key="sample.index", endpoint="sample.index", label=t("Sample data"), icon="copy", weight=93,
        group=MenuGroup.SITE, permission=MANAGE,
    )  # fmt: skip
