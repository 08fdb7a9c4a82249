"""What a sitting adds to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly, AssemblyState
from collegial.assemblies.permissions import ATTEND, CONDUCT, READ
from collegial.assemblies.queries.attending import entries_of_voter, present_entry_ids
from collegial.hooks.contracts import Fragment
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event
from collegial.kernel.permissions import Viewer
from collegial.sitting.events import EVENTS
from collegial.sitting.queries import moment, resolutions_at, speakers
from collegial.sitting.routes import pages
from collegial.web.program import current_program


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def page_slots(session: Session, viewer: Viewer, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Put the sitting on the pages of its assembly: the floor, the lead of the bureau, the screen of the room."""
    meeting = session.get(Assembly, subject_id) if slot.startswith("assembly.") else None
    if meeting is None or meeting.state is not AssemblyState.OPEN:
        return
    if slot == "assembly.conduct":
        context: dict[str, object] = {"assembly_id": subject_id}
        yield Fragment(
            key="sitting.lead", template="sitting/slot_lead.html", context=context, permission=CONDUCT
        )
    elif slot == "assembly.screen":
        yield _screen(session, subject_id)
    elif slot == "assembly.main":
        yield _floor(session, viewer, subject_id)


def _screen(session: Session, assembly_id: int) -> Fragment:
    now, place = current_program().clock.now(), moment(session, assembly_id)
    context = {
        "moment": place,
        "resolutions": resolutions_at(session, place),
        "speakers": speakers(session, assembly_id, now),
    }
    return Fragment(
        key="sitting.screen", template="sitting/slot_screen.html", context=context, permission=READ, weight=0
    )


def _floor(session: Session, viewer: Viewer, assembly_id: int) -> Fragment:
    here = present_entry_ids(session, assembly_id, viewer.actor_id)
    mine = [one for one in entries_of_voter(session, assembly_id, viewer.actor_id) if one.id in here]
    waiting = speakers(session, assembly_id, current_program().clock.now()).waiting if mine else []
    context = {
        "assembly_id": assembly_id,
        "entries": mine,
        "waiting": {one.entry_id: (place, one) for place, one in enumerate(waiting, start=1)},
    }
    return Fragment(
        key="sitting.floor", template="sitting/slot_floor.html", context=context, permission=ATTEND, weight=5
    )
