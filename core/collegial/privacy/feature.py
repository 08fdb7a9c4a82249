"""What privacy adds to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.actors.events import ActorsMerged
from collegial.hooks.contracts import Card, Fragment, PersonalDataSource
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event, Subscription
from collegial.kernel.permissions import SIGNED_IN, Permission, Viewer
from collegial.kernel.text import t
from collegial.privacy.events import EVENTS
from collegial.privacy.merging import on_actors_merged
from collegial.privacy.permissions import ERASE, PERMISSIONS
from collegial.privacy.queries import open_requests
from collegial.privacy.routes import pages
from collegial.privacy.sources import SOURCES


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights."""
    return PERMISSIONS


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear a merge of actors within its transaction."""
    yield Subscription(key="privacy.merged", event=ActorsMerged, handler=on_actors_merged)


@hookimpl
def personal_data() -> Iterable[PersonalDataSource]:
    """Offer what the core holds."""
    return SOURCES


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def dashboard_cards(session: Session, viewer: Viewer) -> Iterable[Card]:
    """Say to those who answer that someone waits."""
    waiting = open_requests(session) if viewer.may(ERASE) else []
    if waiting:
        yield Card(
            key="privacy.requests", title=t("Requests to be forgotten"), template="privacy/card.html",
            context={"requests": waiting}, permission=ERASE, weight=24,
        )  # fmt: skip


@hookimpl
def page_slots(slot: str, subject_id: int) -> Iterable[Fragment]:
    """Lead from an actor's page, and from one's own space, to the personal data."""
    if slot == "actor.main":
        yield Fragment(
            key="privacy.person", template="privacy/slot_actor.html", context={"actor_id": subject_id},
            permission=ERASE, weight=95,
        )  # fmt: skip
    elif slot == "mine.main":
        yield Fragment(key="privacy.mine", template="privacy/slot_mine.html", permission=SIGNED_IN, weight=95)
