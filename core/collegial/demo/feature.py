"""What the demonstration adds to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.demo.routes import pages
from collegial.hooks.hookspecs import hookimpl


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages, which are not found outside a demonstration."""
    yield pages
