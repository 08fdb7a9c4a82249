"""What notices add to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.accounts.events import AccountClosed
from collegial.hooks.contracts import Job, PersonalDataSource
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Subscription
from collegial.notices.jobs import JOBS
from collegial.notices.personal import NOTICES
from collegial.notices.routes import pages
from collegial.notices.services import on_account_closed


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear of closed accounts within their transaction."""
    yield Subscription(key="notices.account_closed", event=AccountClosed, handler=on_account_closed)


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the mails, and the end of what is old."""
    return JOBS


@hookimpl
def personal_data() -> Iterable[PersonalDataSource]:
    """Offer what somebody was told."""
    yield NOTICES


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages
