"""What the votes of groups add to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.actors.events import ActorsMerged
from collegial.group_votes.events import EVENTS
from collegial.group_votes.jobs import JOBS
from collegial.group_votes.merging import on_actors_merged
from collegial.group_votes.permissions import LEAD, READ
from collegial.group_votes.personal import GROUP_VOTES
from collegial.group_votes.queries import waiting_for
from collegial.group_votes.routes import pages
from collegial.hooks.contracts import Card, Job, MenuGroup, NavItem, PersonalDataSource
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.clock import local_day
from collegial.kernel.events import Event, Subscription
from collegial.kernel.permissions import SIGNED_IN, Permission, Viewer
from collegial.kernel.text import t
from collegial.web.program import current_program


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the right to close votes."""
    yield LEAD
    yield READ


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear a merge of actors within its transaction: the rights of the dropped one follow."""
    yield Subscription(key="group_votes.merged", event=ActorsMerged, handler=on_actors_merged)


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the letters."""
    return JOBS


@hookimpl
def personal_data() -> Iterable[PersonalDataSource]:
    """Offer what somebody answered."""
    yield GROUP_VOTES


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the votes."""
    yield NavItem(
        key="group_votes",
        endpoint="group_votes.index",
        label=t("Votes of groups"),
        icon="vote",
        permission=SIGNED_IN,
        weight=40,
        group=MenuGroup.DECIDING,
    )


@hookimpl
def dashboard_cards(session: Session, viewer: Viewer) -> Iterable[Card]:
    """Say which votes wait for the reader's answer."""
    if viewer.actor_id is None:
        return
    program = current_program()
    found = waiting_for(session, viewer, local_day(program.clock.now(), program.settings.pays.zone))
    if found:
        yield Card(
            key="group_votes.waiting", title=t("Your answer is awaited"), template="group_votes/card.html",
            context={"votes": found}, permission=SIGNED_IN, weight=5,
        )  # fmt: skip
