"""What promised work adds to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.hooks.contracts import Card, Job, MenuGroup, NavItem
from collegial.hooks.hookspecs import hookimpl
from collegial.jobs.events import EVENTS
from collegial.jobs.jobs import JOBS
from collegial.jobs.permissions import MANAGE
from collegial.jobs.routes import pages
from collegial.kernel.events import Event
from collegial.kernel.outbox import ATTEMPTS, failed_work
from collegial.kernel.permissions import Permission
from collegial.kernel.text import t
from collegial.web.program import current_program


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the right."""
    yield MANAGE


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the work that keeps the outbox small."""
    return JOBS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def dashboard_cards(session: Session) -> Iterable[Card]:
    """Offer the work that was promised and has failed so far, while there is any."""
    failed = failed_work(session)
    if failed:
        yield Card(
            key="jobs.failed", title=t("Promised work that failed"), template="jobs/card.html",
            context={"failed": failed, "most": ATTEMPTS, "names": current_program().named_work()},
            permission=MANAGE, weight=1,
        )  # fmt: skip


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to promised work."""
    label = t("Promised work")
    yield NavItem(
        key="jobs",
        endpoint="jobs.index",
        label=label,
        icon="clock",
        permission=MANAGE,
        weight=96,
        group=MenuGroup.SITE,
    )
