"""What the first steps add to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.hooks.contracts import Card, MenuGroup, NavItem
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.permissions import SIGNED_IN, Viewer
from collegial.kernel.text import t
from collegial.onboarding import steps
from collegial.onboarding.routes import pages
from collegial.web.program import current_program


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the lists, put away or not."""
    yield NavItem(
        key="onboarding.index", endpoint="onboarding.index", label=t("First steps"), icon="check", weight=92,
        group=MenuGroup.SITE, permission=SIGNED_IN,
    )  # fmt: skip


@hookimpl
def dashboard_cards(session: Session, viewer: Viewer) -> Iterable[Card]:
    """Offer the first list on which something is left; the next one comes once it is done or put away."""
    program = current_program()
    here = steps.Whereabouts(
        session=session, settings=program.settings, viewer=viewer, now=program.clock.now()
    )
    for one in steps.lists_for(here)[:1]:
        yield Card(
            key=f"onboarding.{one.key}", title=steps.TITLES[one.key], template="onboarding/card.html",
            context={"list": one}, permission=SIGNED_IN, weight=1,
        )  # fmt: skip
