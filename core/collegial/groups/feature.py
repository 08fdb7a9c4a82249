"""What groups add to the program."""

from collections.abc import Iterable
from datetime import date

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.actors.events import ActorsMerged
from collegial.groups.events import EVENTS
from collegial.groups.jobs import JOBS
from collegial.groups.merging import on_actors_merged
from collegial.groups.noticing import NOTICES
from collegial.groups.permissions import MANAGE, MEET
from collegial.groups.routes import pages
from collegial.groups.steps import steps
from collegial.hooks.contracts import Job, MenuGroup, NavItem, NextStep
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.noticing import NoticeKind
from collegial.kernel.events import Event, Subscription
from collegial.kernel.permissions import SIGNED_IN, Permission, Viewer
from collegial.kernel.text import t
from collegial.web.program import current_program


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
def jobs() -> Iterable[Job]:
    """Offer the letters."""
    return JOBS


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what is told of meetings."""
    return NOTICES


@hookimpl
def next_steps(session: Session, viewer: Viewer, day: date) -> Iterable[NextStep]:
    """Say of which meetings somebody is still to be told."""
    return steps(session, viewer, day, current_program().settings.pays.zone)


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
