"""What accounts add to the program."""

from collections.abc import Iterable

from click import Command
from flask import Blueprint

from collegial.accounts.cli import COMMANDS
from collegial.accounts.events import EVENTS
from collegial.accounts.merging import on_actors_merged
from collegial.accounts.permissions import MANAGE
from collegial.accounts.routes import pages
from collegial.actors.events import ActorsMerged
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event, Subscription
from collegial.kernel.permissions import Permission


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the right over accounts."""
    yield MANAGE


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear a merge of actors within its transaction: what belongs to the dropped one follows, or refuses."""
    yield Subscription(key="accounts.merged", event=ActorsMerged, handler=on_actors_merged)


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer one's own page."""
    yield pages


@hookimpl
def cli_commands() -> Iterable[Command]:
    """Offer the way in when there is no administrator."""
    return COMMANDS
