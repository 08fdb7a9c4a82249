"""What the pages of the lists add to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.accounts.events import AccountClosed
from collegial.hooks.contracts import Job, MenuGroup, NavItem, PersonalDataSource
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.noticing import NoticeKind
from collegial.kernel.events import Event, Subscription
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t
from collegial.lists.events import EVENTS
from collegial.lists.jobs import JOBS
from collegial.lists.noticing import NOTICES
from collegial.lists.personal import LISTS
from collegial.lists.routes import pages
from collegial.lists.services import on_account_closed


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the making of long lists, and their end."""
    return JOBS


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer to tell that a list is ready."""
    return NOTICES


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear of closed accounts within their transaction."""
    yield Subscription(key="lists.account_closed", event=AccountClosed, handler=on_account_closed)


@hookimpl
def personal_data() -> Iterable[PersonalDataSource]:
    """Offer what someone asked for."""
    yield LISTS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def nav_items(viewer: Viewer) -> Iterable[NavItem]:
    """Offer the way to the lists; visitors find it among what concerns the site."""
    yield NavItem(
        key="lists",
        endpoint="lists.index",
        label=t("Lists to download"),
        icon="download",
        weight=80,
        group=MenuGroup.RECORDS if viewer.is_signed_in else MenuGroup.SITE,
    )
