"""What common works add to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collegial.actors.events import ActorsMerged
from collegial.hooks.contracts import Card, Job, NavItem
from collegial.hooks.extensions import Exporter
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event, Subscription
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import t
from collegial.works.events import EVENTS
from collegial.works.exports import PARTICIPATIONS
from collegial.works.jobs import JOBS
from collegial.works.merging import on_actors_merged
from collegial.works.models import Participation
from collegial.works.permissions import MANAGE
from collegial.works.routes import pages
from collegial.works.rules import ParticipationState


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the right over common works."""
    yield MANAGE


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear a merge of actors within its transaction: what belongs to the dropped one follows, or refuses."""
    yield Subscription(key="works.merged", event=ActorsMerged, handler=on_actors_merged)


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the letters."""
    return JOBS


@hookimpl
def exporters() -> Iterable[Exporter]:
    """Offer who takes part in what."""
    yield PARTICIPATIONS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the report."""
    yield NavItem(
        key="works.index", endpoint="works.index", label=t("Common works"), icon="discussion", weight=42
    )


@hookimpl
def dashboard_cards(session: Session, viewer: Viewer) -> Iterable[Card]:
    """Offer the requests to answer, to those who may."""
    if not viewer.may(MANAGE):
        return
    asked = select(func.count(Participation.id)).where(Participation.state == ParticipationState.ASKED)
    number = session.scalar(asked) or 0
    if number:
        yield Card(
            key="works.requests", title=t("Requests to take part"), template="works/card.html",
            context={"number": number}, permission=MANAGE, weight=41,
        )  # fmt: skip
