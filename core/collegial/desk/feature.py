"""What the desk adds to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly
from collegial.assemblies.permissions import DESK
from collegial.desk.events import EVENTS
from collegial.desk.queries import HELD, to_settle
from collegial.desk.routes import pages
from collegial.desk.wording import reason_of
from collegial.hooks.contracts import Fragment
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def page_slots(session: Session, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Put on the desk what waits, what does not fit, and the script that keeps entries and erases them."""
    if slot not in ("assembly.desk", "assembly.main"):
        return
    meeting = session.get_one(Assembly, subject_id)
    context: dict[str, object] = {"assembly": meeting, "is_held": meeting.state in HELD}
    if slot == "assembly.desk":
        context["unsettled"] = [(one, reason_of(one)) for one in to_settle(session, subject_id)]
        yield Fragment(key="desk.keeper", template="desk/slot.html", context=context, permission=DESK)
    else:
        yield Fragment(
            key="desk.eraser", template="desk/eraser.html", context=context, permission=DESK, weight=100
        )
