"""What meetings have in common, for whoever holds them."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.hooks.hookspecs import hookimpl
from collegial.meetings.routes import pages


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the letters and what the pages of meetings show alike."""
    yield pages
