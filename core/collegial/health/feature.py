"""What the probes add to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.health.routes import pages
from collegial.hooks.hookspecs import hookimpl


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the addresses for monitors."""
    yield pages
