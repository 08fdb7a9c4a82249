"""What convocations add to the program."""

from collections.abc import Iterable
from datetime import date

from click import Command
from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly
from collegial.assemblies.permissions import CONDUCT, PREPARE
from collegial.assemblies.queries.meetings import current_assemblies, sending_day
from collegial.convocations.cli import bounces
from collegial.convocations.events import EVENTS
from collegial.convocations.jobs import JOBS
from collegial.convocations.queries import Sending, sending_of
from collegial.convocations.routes import pages
from collegial.hooks.contracts import Fragment, Job, NextStep
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import Text, nt, t
from collegial.web.program import current_program

_SHOWN = 2
_BEFORE_IT_COUNTS = ("assembly.opening", "minutes.draft")


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
def next_steps(session: Session, viewer: Viewer) -> Iterable[NextStep]:
    """Say which convocations came back, and which are to be posted, of the assemblies to come."""
    if not viewer.may(PREPARE):
        return
    for meeting in current_assemblies(session, most=_SHOWN):
        sending = sending_of(session, meeting.id)
        if sending.came_back:
            back = nt(
                "%(count)d convocation came back", "%(count)d convocations came back", sending.came_back
            )
            yield _step(meeting, "back", back, t("Reach them otherwise"))
        if sending.letters_left:
            posted = nt(
                "%(count)d convocation is to be posted",
                "%(count)d convocations are to be posted",
                sending.letters_left,
            )
            due_on = sending_day(session, meeting, current_program().settings.pays.zone)
            yield _step(meeting, "post", posted, t("Print the letters"), due_on=due_on)


def _step(meeting: Assembly, name: str, sentence: Text, act: Text, *, due_on: date | None = None) -> NextStep:
    return NextStep(
        key=f"convocations.{meeting.id}.{name}", sentence=sentence, act=act, endpoint="convocations.index",
        values={"assembly_id": meeting.id}, about=meeting.title, due_on=due_on, icon="mail",
        permission=PREPARE, weight=13,
    )  # fmt: skip


@hookimpl
def page_slots(session: Session, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Say on the page of an assembly how the sending stands, and warn of what never left where that matters."""
    if slot == "assembly.staff":
        sending = sending_of(session, subject_id)
        if sending.total:
            yield _fragment("convocations/slot.html", subject_id, sending, PREPARE)
    elif slot == "assembly.convened":
        sending = sending_of(session, subject_id)
        if sending.letters_left:
            yield _fragment("convocations/slot_letters.html", subject_id, sending, PREPARE)
    elif slot in _BEFORE_IT_COUNTS:
        sending = sending_of(session, subject_id)
        if sending.left_behind:
            yield _fragment("convocations/slot_left_behind.html", subject_id, sending, CONDUCT)


def _fragment(template: str, assembly_id: int, sending: Sending, whose: Permission) -> Fragment:
    context = {"assembly_id": assembly_id, "sending": sending}
    return Fragment(
        key="convocations.sending", template=template, context=context, permission=whose, weight=20
    )
