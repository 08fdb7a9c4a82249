"""What the guide adds to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.handbook.routes import pages
from collegial.hooks.contracts import MenuGroup, NavItem
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.text import t


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the guide."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the guide."""
    yield NavItem(
        key="handbook.guide", endpoint="handbook.start", label=t("The guide"), icon="book", weight=90,
        group=MenuGroup.SITE,
    )  # fmt: skip
