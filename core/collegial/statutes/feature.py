"""What statutes add to the program."""

from collections.abc import Iterable

from click import Command
from flask import Blueprint

from collegial.hooks.contracts import MenuGroup, NavItem, StatutesPreset
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event
from collegial.kernel.permissions import SIGNED_IN, Permission
from collegial.kernel.text import t
from collegial.statutes.cli import statutes
from collegial.statutes.events import EVENTS
from collegial.statutes.permissions import PERMISSIONS
from collegial.statutes.presets import offered_presets
from collegial.statutes.routes import pages


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights over statutes and their drafts."""
    return PERMISSIONS


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def statutes_presets() -> Iterable[StatutesPreset]:
    """Offer statutes for each legal form."""
    return offered_presets()


@hookimpl
def cli_commands() -> Iterable[Command]:
    """Offer the commands."""
    yield statutes


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the statutes."""
    yield NavItem(
        key="statutes",
        endpoint="statutes.index",
        label=t("Statutes"),
        icon="book",
        permission=SIGNED_IN,
        weight=70,
        group=MenuGroup.RECORDS,
    )
