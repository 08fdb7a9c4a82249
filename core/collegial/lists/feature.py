"""What the page of the lists adds to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.hooks.contracts import MenuGroup, NavItem
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t
from collegial.lists.routes import pages


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def nav_items(viewer: Viewer) -> Iterable[NavItem]:
    """Offer the way to the lists; visitors find it among what concerns the site."""
    yield NavItem(
        key="lists",
        endpoint="lists.index",
        label=t("Lists to download"),
        icon="download",
        weight=80,
        group=MenuGroup.RECORDS if viewer.is_signed_in else MenuGroup.SITE,
    )
