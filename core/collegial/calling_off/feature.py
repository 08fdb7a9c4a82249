"""What calling off adds to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly, AssemblyState
from collegial.assemblies.permissions import PREPARE
from collegial.assemblies.queries.changing import changes_of
from collegial.assemblies.queries.meetings import replacement_of
from collegial.calling_off.events import EVENTS
from collegial.calling_off.jobs import JOBS
from collegial.calling_off.noticing import NOTICES
from collegial.calling_off.queries import telling_of, waiting_changes
from collegial.calling_off.routes import pages
from collegial.hooks.contracts import Fragment, Job, NextStep
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.noticing import NoticeKind
from collegial.kernel.events import Event
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import nt, t

_SHOWN = 2


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the sending of the letters."""
    return JOBS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what people are told."""
    return NOTICES


@hookimpl
def next_steps(session: Session, viewer: Viewer) -> Iterable[NextStep]:
    """Say which letters about a change are to be printed and posted."""
    if not viewer.may(PREPARE):
        return
    for change, count in waiting_changes(session, most=_SHOWN):
        yield NextStep(
            key=f"calling_off.{change.id}.post", act=t("Print the letters"), endpoint="calling_off.telling",
            sentence=nt(
                "%(count)d letter about a change of an assembly is to be posted",
                "%(count)d letters about a change of an assembly are to be posted",
                count,
            ),
            values={"change_id": change.id}, about=change.assembly.title, icon="mail", permission=PREPARE, weight=9,
        )  # fmt: skip


@hookimpl
def page_slots(session: Session, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Offer the acts on the page of an assembly, and say there how far everyone is told."""
    if slot == "assembly.otherwise":
        meeting = session.get_one(Assembly, subject_id)
        if meeting.state in (AssemblyState.CONVENED, AssemblyState.CALLED_OFF):
            yield Fragment(
                key="calling_off.acts", template="calling_off/slot_acts.html",
                context={"assembly": meeting, "replacement": replacement_of(session, meeting)}, permission=PREPARE,
            )  # fmt: skip
    elif slot == "assembly.staff":
        told = [(one, telling_of(session, one.id)) for one in changes_of(session, subject_id)]
        if told:
            yield Fragment(
                key="calling_off.telling", template="calling_off/slot_telling.html", context={"told": told},
                permission=PREPARE, weight=30,
            )  # fmt: skip
