"""What webhooks add to the program."""

from collections.abc import Iterable

from flask import Blueprint

from collegial.hooks.contracts import Job, MenuGroup, NavItem
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event, Phase, Subscription
from collegial.kernel.permissions import Permission
from collegial.kernel.text import t
from collegial.webhooks.events import EVENTS
from collegial.webhooks.jobs import JOBS, on_event
from collegial.webhooks.kinds import KINDS
from collegial.webhooks.permissions import MANAGE
from collegial.webhooks.routes import pages


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the right."""
    yield MANAGE


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear what other programs can be told, once it is committed: no webhook holds an act up."""
    for kind in KINDS:
        yield Subscription(
            key=f"webhooks.{kind.key}",
            event=kind.event,
            handler=on_event(kind),
            phase=Phase.AFTER,
            label=t("Looking which webhooks are told"),
        )


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the telling."""
    return JOBS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to webhooks."""
    yield NavItem(
        key="webhooks", endpoint="webhooks.index", label=t("Webhooks"), icon="send", permission=MANAGE, weight=96,
        group=MenuGroup.SITE, also=t("other programs, notifications, API"),
    )  # fmt: skip
