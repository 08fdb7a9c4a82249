"""What assemblies add to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.assemblies.events import EVENTS
from collegial.assemblies.jobs import JOBS
from collegial.assemblies.permissions import PERMISSIONS, READ
from collegial.assemblies.queries.meetings import current_assemblies
from collegial.assemblies.routes import pages
from collegial.hooks.contracts import Card, Job, NavItem
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import t

_CARDS = (
    2  # each card asks other features what they put on it: the home page must not grow with the assemblies
)


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights."""
    return PERMISSIONS


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the sending of convocations."""
    return JOBS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the assemblies."""
    yield NavItem(
        key="assemblies",
        endpoint="assemblies.index",
        label=t("Assemblies"),
        icon="assembly",
        permission=READ,
        weight=10,
    )


@hookimpl
def dashboard_cards(session: Session, viewer: Viewer) -> Iterable[Card]:
    """Offer a card for each of the next assemblies that are convened or under way."""
    if not viewer.may(READ):
        return
    for meeting in current_assemblies(session, most=_CARDS):
        yield Card(
            key=f"assemblies.{meeting.id}",
            title=t("General assembly"),
            template="assemblies/card.html",
            context={"assembly": meeting},
            permission=READ,
            weight=0,
        )
