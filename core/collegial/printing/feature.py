"""What the printing of documents adds to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.hooks.hookspecs import hookimpl
from collegial.printing.routes import pages


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the page."""
    yield pages
