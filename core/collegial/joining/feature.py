"""What joining adds to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.actors.events import ActorsMerged
from collegial.actors.services import give_to_kept
from collegial.hooks.contracts import DemoStep, Fragment, Job, MenuGroup, NavItem, NextStep
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.noticing import NoticeKind
from collegial.joining.demo import ask_to_join
from collegial.joining.events import EVENTS
from collegial.joining.jobs import JOBS
from collegial.joining.models import Application, ConveningChoice
from collegial.joining.noticing import NOTICES
from collegial.joining.permissions import PERMISSIONS, READ
from collegial.joining.queries.applications import todo
from collegial.joining.queries.consents import convening_of
from collegial.joining.routes import pages
from collegial.joining.steps import steps
from collegial.kernel.events import Context, Event, Subscription
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.membership.permissions import MANAGE as KEEP_REGISTER
from collegial.membership.queries import speaks_for
from collegial.web.request import act


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights over applications."""
    return PERMISSIONS


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Follow a merge of actors, within it."""
    yield Subscription(key="joining.follow_merge", event=ActorsMerged, handler=follow_merge)


def follow_merge(context: Context, event: ActorsMerged) -> None:
    """Let the applications and choices of the dropped actor name the kept one."""
    give_to_kept(context, event, Application.actor_id)
    give_to_kept(context, event, ConveningChoice.actor_id)


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the letters, the reminder, the lapses."""
    return JOBS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def nav_items(viewer: Viewer) -> Iterable[NavItem]:
    """Offer visitors the way in, and those who handle applications the way to them."""
    if not viewer.is_signed_in:
        yield NavItem(
            key="joining.about",
            endpoint="joining.about",
            label=t("Join"),
            also=t("become a member, take shares, subscribe, membership"),
            icon="add",
            weight=20,
            group=MenuGroup.START,
        )
    yield NavItem(
        key="joining",
        endpoint="joining.index",
        label=t("Applications"),
        icon="add",
        permission=READ,
        weight=57,
        group=MenuGroup.PEOPLE,
    )


@hookimpl
def page_slots(session: Session, viewer: Viewer, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Tell members in their own space how they are convened."""
    if slot != "mine.main":
        return
    member, today = session.get_one(Member, subject_id), act().today
    may_choose = viewer.may(KEEP_REGISTER) or speaks_for(session, viewer.actor_id, member, today)
    yield Fragment(
        key="joining.convening", template="joining/slot_convening.html", weight=25,
        context={
            "convening": convening_of(session, member.actor_id, today), "member": member,
            "may_choose": may_choose and member.left_on is None,
        },
    )  # fmt: skip


@hookimpl
def next_steps(session: Session, viewer: Viewer) -> Iterable[NextStep]:
    """Tell those who handle applications what waits."""
    return steps(todo(session), viewer) if viewer.may(READ) else ()


@hookimpl
def demo_steps() -> Iterable[DemoStep]:
    """Offer a few invented applications on their way."""
    yield DemoStep(key="joining", label=t("Applications of newcomers"), run=ask_to_join, weight=40)


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what those who handle applications are told."""
    return NOTICES
