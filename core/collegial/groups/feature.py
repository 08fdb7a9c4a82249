"""What groups add to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.actors.events import ActorsMerged
from collegial.groups.events import EVENTS
from collegial.groups.merging import on_actors_merged
from collegial.groups.permissions import MANAGE, MEET
from collegial.groups.routes import pages
from collegial.hooks.contracts import MenuGroup, NavItem
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event, Subscription
from collegial.kernel.permissions import SIGNED_IN, Permission
from collegial.kernel.text import t


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights over groups."""
    yield MANAGE
    yield MEET


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear a merge of actors within its transaction: what belongs to the dropped one follows, or refuses."""
    yield Subscription(key="groups.merged", event=ActorsMerged, handler=on_actors_merged)


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the page."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the groups."""
    yield NavItem(
        key="groups",
        endpoint="groups.index",
        label=t("Groups"),
        icon="group",
        permission=SIGNED_IN,
        weight=65,
        group=MenuGroup.PEOPLE,
    )
