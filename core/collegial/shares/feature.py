"""What shares add to the program."""

from collections.abc import Iterable
from datetime import date

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.hooks.contracts import Fragment, Job, MenuGroup, NavItem, NextStep
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.noticing import NoticeKind
from collegial.kernel.events import Event, Subscription
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import t
from collegial.membership.events import MemberLeft
from collegial.membership.models import Member
from collegial.shares import pieces, steps
from collegial.shares.events import EVENTS
from collegial.shares.jobs import JOBS
from collegial.shares.noticing import NOTICES
from collegial.shares.permissions import MANAGE, PERMISSIONS, READ
from collegial.shares.routes import pages
from collegial.shares.services.leaving import on_member_left


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
    """Hear a leaving within its transaction: a leaver's shares wait to be redeemed from that moment."""
    yield Subscription(key="shares.leaver", event=MemberLeft, handler=on_member_left)


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the mails on what is due."""
    return JOBS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the register."""
    yield NavItem(
        key="shares",
        endpoint="shares.index",
        label=t("Shares"),
        icon="share",
        permission=READ,
        weight=56,
        group=MenuGroup.MONEY,
    )


@hookimpl
def next_steps(session: Session, viewer: Viewer, day: date) -> Iterable[NextStep]:
    """Tell those who keep the register what waits for them, and members what they still owe."""
    return (
        *(steps.of_register(session, day) if viewer.may(MANAGE) else ()),
        *steps.own(session, viewer, day),
    )


@hookimpl
def page_slots(session: Session, viewer: Viewer, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Put a member's shares on its page for the staff, and in its own space."""
    if slot == "member.main" and viewer.may(READ):
        yield pieces.of_member(session, session.get_one(Member, subject_id))
    if slot == "mine.main":
        piece = pieces.own(session, viewer, session.get_one(Member, subject_id))
        if piece is not None:
            yield piece


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what members are told of their shares."""
    return NOTICES
