"""What the glossary adds to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.glossary.routes import pages
from collegial.hooks.contracts import MenuGroup, NavItem
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.text import t


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the page of the words."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the words."""
    yield NavItem(
        key="glossary.index", endpoint="glossary.index", label=t("Glossary"), icon="library", weight=91,
        group=MenuGroup.SITE,
    )  # fmt: skip
