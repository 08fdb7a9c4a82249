"""What the search adds to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.hooks.contracts import MenuGroup, NavItem
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.text import t
from collegial.search.routes import pages


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the page."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the search."""
    yield NavItem(
        key="search",
        endpoint="search.index",
        label=t("Search"),
        icon="search",
        weight=5,
        group=MenuGroup.START,
    )
