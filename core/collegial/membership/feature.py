"""What membership adds to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.hooks.contracts import NavItem
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event
from collegial.kernel.permissions import Permission
from collegial.kernel.text import t
from collegial.membership.events import EVENTS
from collegial.membership.permissions import PERMISSIONS, READ
from collegial.membership.routes import pages


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights over the register."""
    return PERMISSIONS


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the register."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the register."""
    yield NavItem(
        key="membership",
        endpoint="membership.index",
        label=t("Members"),
        icon="members",
        permission=READ,
        weight=55,
    )
