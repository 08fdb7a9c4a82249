"""What the page of the modules adds to the program."""

from collections.abc import Iterable

from click import Command
from flask import Blueprint

from collegial.hooks.contracts import MenuGroup, NavItem
from collegial.hooks.hookspecs import hookimpl
from collegial.hosting.permissions import MANAGE
from collegial.kernel.text import t
from collegial.modules.cli import COMMANDS
from collegial.modules.routes import pages


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the page."""
    yield pages


@hookimpl
def cli_commands() -> Iterable[Command]:
    """Offer `collegial plugins`."""
    return COMMANDS


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the modules."""
    yield NavItem(
        key="modules",
        endpoint="modules.index",
        label=t("Modules"),
        icon="plugin",
        permission=MANAGE,
        weight=95,
        group=MenuGroup.SITE,
    )
