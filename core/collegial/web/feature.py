"""What the frame adds to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.hooks.contracts import MenuGroup, NavItem
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.text import t
from collegial.web.routes import pages


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the home page."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way home."""
    yield NavItem(
        key="web.home", endpoint="web.home", label=t("Home"), icon="home", weight=0, group=MenuGroup.START
    )
