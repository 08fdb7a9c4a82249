"""What convocations add to the program."""

from collections.abc import Iterable

from click import Command
from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.assemblies.permissions import PREPARE
from collegial.convocations.cli import bounces
from collegial.convocations.events import EVENTS
from collegial.convocations.jobs import JOBS
from collegial.convocations.queries import sending_of
from collegial.convocations.routes import pages
from collegial.hooks.contracts import Fragment, Job
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the sending of convocations."""
    return JOBS


@hookimpl
def cli_commands() -> Iterable[Command]:
    """Offer the reading of what came back."""
    yield bounces


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def page_slots(session: Session, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Say on the page of an assembly how the sending stands."""
    if slot != "assembly.staff":
        return
    sending = sending_of(session, subject_id)
    if sending.to_mail or sending.to_post:
        yield Fragment(
            key="convocations.sending", template="convocations/slot.html",
            context={"assembly_id": subject_id, "sending": sending}, permission=PREPARE, weight=20,
        )  # fmt: skip
