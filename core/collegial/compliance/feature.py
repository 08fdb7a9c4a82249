"""What compliance adds to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.compliance.events import EVENTS
from collegial.compliance.permissions import PERMISSIONS, READ
from collegial.compliance.queries import facts_on
from collegial.compliance.routes import pages
from collegial.compliance.rules import LightState, lights
from collegial.hooks.contracts import Card, MenuGroup, NavItem
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.clock import local_day
from collegial.kernel.events import Event
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import t
from collegial.statutes.queries import statutes_on
from collegial.web.program import current_program


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights."""
    return PERMISSIONS


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the panel."""
    yield NavItem(
        key="compliance",
        endpoint="compliance.index",
        label=t("Compliance"),
        icon="trusted",
        permission=READ,
        weight=70,
        group=MenuGroup.RECORDS,
    )


@hookimpl
def dashboard_cards(session: Session, viewer: Viewer) -> Iterable[Card]:
    """Say what asks for attention, the worst first."""
    if not viewer.may(READ):
        return
    program = current_program()
    day = local_day(program.clock.now(), program.settings.pays.zone)
    if statutes_on(session, day) is None:
        return
    settings = program.settings
    facts = facts_on(
        session, day, public_categories=settings.compliance.public_categories,
        legal_mention=settings.pays.legal_mention, with_register=False,
    )  # fmt: skip
    lit = [one for one in lights(facts) if one.state in (LightState.RED, LightState.AMBER)]
    if lit:
        yield Card(
            key="compliance.lights", title=t("Compliance: what asks for attention"),
            template="compliance/card.html", context={"lights": lit}, permission=READ, weight=22,
        )  # fmt: skip
