"""What accounts and roles add to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.accounts.permissions import MANAGE
from collegial.hooks.contracts import Job, MenuGroup, NavItem
from collegial.hooks.hookspecs import hookimpl
from collegial.inviting.events import EVENTS
from collegial.inviting.routes import pages
from collegial.inviting.services import LETTER, MEMBERS_LETTER, post_invitation, post_members_invitation
from collegial.kernel.events import Event
from collegial.kernel.text import t


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the invitations."""
    yield Job(key=LETTER, label=t("Invitation to work on the site"), run=post_invitation)
    yield Job(key=MEMBERS_LETTER, label=t("Invitation of a member to sign in"), run=post_members_invitation)


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to them, to administrators."""
    yield NavItem(
        key="inviting.index", endpoint="inviting.index", label=t("Accounts and roles"), icon="identity", weight=96,
        group=MenuGroup.SITE, permission=MANAGE,
    )  # fmt: skip
