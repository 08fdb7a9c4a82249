"""What membership adds to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.actors.events import ActorsMerged
from collegial.hooks.contracts import Fragment, Job, MenuGroup, NavItem, NextStep
from collegial.hooks.extensions import ApiResource
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.noticing import NoticeKind
from collegial.kernel.events import Event, Subscription
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import nt, t
from collegial.membership.api import MEMBERS
from collegial.membership.events import EVENTS
from collegial.membership.jobs import JOBS
from collegial.membership.noticing import NOTICES
from collegial.membership.permissions import MANAGE, OWN, PERMISSIONS, READ
from collegial.membership.queries import memberships_of_actor, waiting_requests
from collegial.membership.routes import mine, pages
from collegial.membership.services.merging import on_actors_merged


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights over the register."""
    return PERMISSIONS


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear a merge of actors within its transaction: what belongs to the dropped one follows, or refuses."""
    yield Subscription(key="membership.merged", event=ActorsMerged, handler=on_actors_merged)


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the mailing of answers."""
    return JOBS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the register, and members' own spaces."""
    yield pages
    yield mine


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to one's own space, and to the register."""
    yield NavItem(
        key="membership.mine",
        endpoint="mine.index",
        label=t("My space"),
        icon="identity",
        permission=OWN,
        weight=5,
        group=MenuGroup.START,
    )
    yield NavItem(
        key="membership",
        endpoint="membership.index",
        label=t("Members"),
        icon="members",
        permission=READ,
        weight=55,
        group=MenuGroup.PEOPLE,
    )


@hookimpl
def next_steps(session: Session, viewer: Viewer) -> Iterable[NextStep]:
    """Tell the staff that members wait for an answer."""
    if not viewer.may(MANAGE):
        return
    first, count = waiting_requests(session, most=1)
    if count:
        yield NextStep(
            key="membership.requests",
            sentence=nt("%(count)d request of a member waits", "%(count)d requests of members wait", count),
            act=t("Reply"), endpoint="membership.requests" if count > 1 else "membership.answer",
            values={} if count > 1 else {"request_id": first[0].id}, about=first[0].member.actor.name,
            icon="members", permission=MANAGE, weight=20,
        )  # fmt: skip


@hookimpl
def page_slots(session: Session, viewer: Viewer, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Put an actor's memberships on its page, for those who read the register."""
    if slot != "actor.main" or not viewer.may(READ):
        return
    found = memberships_of_actor(session, subject_id)
    if found:
        yield Fragment(
            key="membership.of_actor", template="membership/slot_actor.html", context={"members": found},
            permission=READ, weight=10,
        )  # fmt: skip


@hookimpl
def api_resources() -> Iterable[ApiResource]:
    """Offer what other programs read."""
    yield MEMBERS


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what is told of requests and their answers."""
    return NOTICES
