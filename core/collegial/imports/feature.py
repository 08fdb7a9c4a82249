"""What imports add to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.actors.events import ActorsMerged
from collegial.hooks.contracts import Card, Job
from collegial.hooks.hookspecs import hookimpl
from collegial.imports.events import EVENTS
from collegial.imports.jobs import JOBS
from collegial.imports.permissions import PERMISSIONS, RUN
from collegial.imports.queries import running
from collegial.imports.routes import pages
from collegial.imports.services import follow_merge
from collegial.kernel.events import Event, Subscription
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import t


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the right to bring lists in."""
    return PERMISSIONS


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the writing of imports, and the erasing of their rows."""
    return JOBS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear that two actors were one."""
    yield Subscription(key="imports.merged", event=ActorsMerged, handler=follow_merge)


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def dashboard_cards(session: Session, viewer: Viewer) -> Iterable[Card]:
    """Offer a card while an import runs."""
    file = running(session) if viewer.may(RUN) else None
    if file is not None:
        yield Card(
            key="imports.running",
            title=t("Import under way"),
            template="imports/card.html",
            context={"file": file},
            permission=RUN,
            weight=5,
        )
