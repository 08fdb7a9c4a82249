"""What compliance adds to the program."""

from collections.abc import Iterable
from datetime import date, timedelta

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.compliance.events import EVENTS
from collegial.compliance.permissions import PERMISSIONS, READ, RECORD
from collegial.compliance.queries import facts_on, review_due_on
from collegial.compliance.routes import pages
from collegial.compliance.rules import LightState, lights
from collegial.hooks.contracts import Card, MenuGroup, NavItem, NextStep
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import t
from collegial.statutes.queries import statutes_on
from collegial.web.program import current_program

WEEKLY = ("categories", "public_bodies", "colleges", "capital", "review")
NEAR = timedelta(days=90)


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
    """Show the lights that one looks at each week, and every other one that is not green; with their rules."""
    if not viewer.may(READ):
        return
    program = current_program()
    day = program.today
    if statutes_on(session, day) is None:
        return
    settings = program.settings
    facts = facts_on(
        session, day, public_categories=settings.compliance.public_categories,
        legal_mention=settings.pays.legal_mention, with_register=False,
    )  # fmt: skip
    shown = [
        one for one in lights(facts) if one.key in WEEKLY or one.state in (LightState.RED, LightState.AMBER)
    ]
    yield Card(
        key="compliance.lights", title=t("Compliance"), template="compliance/card.html",
        context={"lights": shown}, permission=READ, weight=2,
    )  # fmt: skip


@hookimpl
def next_steps(session: Session, viewer: Viewer, day: date) -> Iterable[NextStep]:
    """Say when the cooperative review comes near."""
    due_on = review_due_on(session, day) if viewer.may(RECORD) else None
    if due_on and due_on <= day + NEAR:
        yield NextStep(
            key="compliance.review", sentence=t("The cooperative review is to be held"), act=t("Record it"),
            endpoint="compliance.review", due_on=due_on, icon="trusted", permission=RECORD, weight=26,
        )  # fmt: skip
