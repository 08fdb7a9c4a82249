"""What the journal adds to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.hooks.contracts import MenuGroup, NavItem
from collegial.hooks.hookspecs import hookimpl
from collegial.journal.permissions import READ
from collegial.journal.routes import pages
from collegial.journal.services import record, record_all
from collegial.kernel.events import Event, GroupSubscription, Subscription
from collegial.kernel.permissions import Permission
from collegial.kernel.text import t


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the right to read."""
    yield READ


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear every event, within its transaction: an act that cannot be recorded does not happen."""
    yield GroupSubscription(key="journal.record", event=Event, handler=record, together=record_all)


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the journal."""
    label = t("Journal")
    yield NavItem(
        key="journal",
        endpoint="journal.index",
        label=label,
        icon="register",
        permission=READ,
        weight=90,
        group=MenuGroup.RECORDS,
    )
