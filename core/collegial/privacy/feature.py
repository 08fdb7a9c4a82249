"""What privacy adds to the program."""

from collections.abc import Iterable
from datetime import timedelta

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.actors.events import ActorsMerged
from collegial.hooks.contracts import Fragment, NextStep, PersonalDataSource
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.noticing import NoticeKind
from collegial.kernel.events import Event, Subscription
from collegial.kernel.permissions import SIGNED_IN, Permission, Viewer
from collegial.kernel.text import t
from collegial.privacy.events import EVENTS
from collegial.privacy.merging import on_actors_merged
from collegial.privacy.noticing import NOTICES
from collegial.privacy.permissions import ERASE, PERMISSIONS
from collegial.privacy.queries import open_requests
from collegial.privacy.routes import pages
from collegial.privacy.sources import SOURCES

MONTH = timedelta(days=30)
_SHOWN = 5


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
def next_steps(session: Session, viewer: Viewer) -> Iterable[NextStep]:
    """Say to those who answer that someone waits; the law gives a month (GDPR, article 12)."""
    waiting = open_requests(session) if viewer.may(ERASE) else []
    for one in waiting[:_SHOWN]:
        yield NextStep(
            key=f"privacy.{one.id}", sentence=t("A request to be forgotten"), act=t("Reply"),
            endpoint="privacy.person", values={"actor_id": one.actor_id}, about=one.actor.name,
            due_on=one.asked_at.date() + MONTH, icon="identity", permission=ERASE, weight=24,
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


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what those who answer requests are told."""
    return NOTICES
