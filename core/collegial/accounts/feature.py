"""What accounts add to the program."""

from collections.abc import Iterable

from click import Command
from flask import Blueprint

from collegial.accounts.cli import COMMANDS
from collegial.accounts.events import EVENTS
from collegial.accounts.jobs import JOBS
from collegial.accounts.letters import tell_of_address
from collegial.accounts.merging import follow_language, on_actors_merged
from collegial.accounts.permissions import MANAGE
from collegial.accounts.routes import pages
from collegial.actors.events import ActorEdited, ActorsMerged
from collegial.hooks.contracts import Job
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event, Phase, Subscription
from collegial.kernel.permissions import Permission
from collegial.kernel.text import t


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
    """Hear a merge of actors within its transaction: what belongs to the dropped one follows, or refuses.

    An account follows the language of its actor. And, once it is certain, that letters go to another address: the
    owner of the account is told where it signs in.
    """
    yield Subscription(key="accounts.merged", event=ActorsMerged, handler=on_actors_merged)
    yield Subscription(key="accounts.language", event=ActorEdited, handler=follow_language)
    yield Subscription(
        key="accounts.address", event=ActorEdited, handler=tell_of_address, phase=Phase.AFTER,
        label=t("News of a changed address"),
    )  # fmt: skip


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the sweeping of sessions that are over."""
    return JOBS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer one's own pages."""
    yield pages


@hookimpl
def cli_commands() -> Iterable[Command]:
    """Offer the way in when there is no administrator."""
    return COMMANDS
