"""What minutes add to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly
from collegial.hooks.contracts import Fragment, Job
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event
from collegial.kernel.permissions import Permission
from collegial.minutes.events import EVENTS
from collegial.minutes.jobs import JOBS
from collegial.minutes.permissions import ESTABLISH, PERMISSIONS, READ
from collegial.minutes.queries import minutes_of, sharing_of
from collegial.minutes.routes import pages


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights."""
    return PERMISSIONS


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the mails that tell the members what was decided."""
    return JOBS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def page_slots(session: Session, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Put the minutes on the page of their assembly."""
    if slot in ("assembly.main", "assembly.after"):
        minutes = minutes_of(session, subject_id)
        context = {
            "assembly": session.get(Assembly, subject_id),
            "minutes": minutes,
            "sharing": sharing_of(session, minutes.id) if minutes else None,
        }
        if slot == "assembly.main":
            yield Fragment(
                key="minutes.print", template="minutes/slot.html", context=context, permission=READ, weight=90
            )
        else:
            yield Fragment(
                key="minutes.write", template="minutes/slot_staff.html", context=context, permission=ESTABLISH
            )
