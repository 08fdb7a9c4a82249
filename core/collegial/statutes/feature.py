"""What statutes add to the program."""

from collections.abc import Iterable

from click import Command
from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.hooks.contracts import MenuGroup, NavItem, StatutesPreset
from collegial.hooks.extensions import ModuleUse
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event
from collegial.kernel.permissions import SIGNED_IN, Permission
from collegial.kernel.text import t
from collegial.statutes.cli import statutes
from collegial.statutes.events import EVENTS
from collegial.statutes.permissions import PERMISSIONS
from collegial.statutes.presets import offered_presets
from collegial.statutes.queries import newest, rules_of
from collegial.statutes.routes import pages


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights over statutes and their drafts."""
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
def statutes_presets() -> Iterable[StatutesPreset]:
    """Offer statutes for each legal form."""
    return offered_presets()


@hookimpl
def module_uses(session: Session, module: str) -> Iterable[ModuleUse]:
    """Say that the statutes ask for rules of a module: no vote that needs them could be opened."""
    recorded = newest(session)
    asked = rules_of(recorded).rules_of_modules() if recorded else ()
    if any(key.startswith(f"{module}.") for key in asked):
        sentence = t(
            "The statutes ask for one of its rules: votes that need it could not be opened or counted."
        )
        yield ModuleUse(key="statutes.demands", sentence=sentence)


@hookimpl
def cli_commands() -> Iterable[Command]:
    """Offer the commands."""
    yield statutes


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the statutes."""
    yield NavItem(
        key="statutes",
        endpoint="statutes.index",
        label=t("Statutes"),
        icon="book",
        permission=SIGNED_IN,
        weight=70,
        group=MenuGroup.RECORDS,
    )
