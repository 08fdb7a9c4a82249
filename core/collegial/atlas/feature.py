"""What the public list of actors adds to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.actors.events import ActorsMerged
from collegial.actors.permissions import MANAGE
from collegial.atlas.events import EVENTS
from collegial.atlas.personal import SHOWINGS
from collegial.atlas.queries import may_decide, showing_of
from collegial.atlas.routes import pages
from collegial.atlas.services import hide_merged
from collegial.hooks.contracts import Fragment, MenuGroup, NavItem, PersonalDataSource
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event, Subscription
from collegial.kernel.permissions import SIGNED_IN, Viewer
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.web.program import current_program


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hide an actor that was found to be another one."""
    yield Subscription(key="atlas.merged", event=ActorsMerged, handler=hide_merged)


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def personal_data() -> Iterable[PersonalDataSource]:
    """Offer what is held of those who are shown."""
    yield SHOWINGS


@hookimpl
def nav_items(viewer: Viewer) -> Iterable[NavItem]:
    """Offer the way to the list."""
    group = MenuGroup.PEOPLE if viewer.is_signed_in else MenuGroup.ABOUT
    yield NavItem(
        key="atlas", endpoint="atlas.index", label=t("Who takes part"), icon="map", weight=8, group=group
    )


@hookimpl
def page_slots(session: Session, viewer: Viewer, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Say on an actor's page, and in a member's space, whether everyone sees it, with the way to change that."""
    if slot == "actor.main" and (viewer.may(MANAGE) or viewer.is_signed_in):
        yield from _piece(session, viewer, subject_id)
    elif slot == "mine.main":
        member = session.get(Member, subject_id)
        if member is not None:
            yield from _piece(session, viewer, member.actor_id)


def _piece(session: Session, viewer: Viewer, actor_id: int) -> Iterable[Fragment]:
    program = current_program()
    today = program.today
    if not may_decide(session, viewer, actor_id, today):
        return
    yield Fragment(
        key="atlas.showing", template="atlas/slot.html", permission=SIGNED_IN, weight=70,
        context={"showing": showing_of(session, actor_id), "actor_id": actor_id},
    )  # fmt: skip
