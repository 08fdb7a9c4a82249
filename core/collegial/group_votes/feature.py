"""What the votes of groups add to the program."""

from collections.abc import Iterable
from datetime import date

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.actors.events import ActorsMerged
from collegial.group_votes.events import EVENTS
from collegial.group_votes.jobs import JOBS
from collegial.group_votes.merging import on_actors_merged
from collegial.group_votes.noticing import NOTICES
from collegial.group_votes.permissions import LEAD, READ
from collegial.group_votes.personal import GROUP_VOTES
from collegial.group_votes.routes import pages
from collegial.group_votes.steps import steps
from collegial.hooks.contracts import Job, MenuGroup, NavItem, NextStep, PersonalDataSource
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.noticing import NoticeKind
from collegial.kernel.events import Event, Subscription
from collegial.kernel.permissions import SIGNED_IN, Permission, Viewer
from collegial.kernel.text import t


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
def next_steps(session: Session, viewer: Viewer, day: date) -> Iterable[NextStep]:
    """Say which votes wait for the reader's answer, or to be closed."""
    return steps(session, viewer, day)


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what the members of groups are told."""
    return NOTICES
