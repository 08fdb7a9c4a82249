"""What the room adds to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.hooks.hookspecs import hookimpl
from collegial.room.routes import pages


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages
