"""Finish a work, or call it off: what it had planned for later is called off with it."""

from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.text import Text, t
from collegial.meetings.services import call_off
from collegial.works import queries
from collegial.works.events import WorkCalledOff
from collegial.works.meetings import MEETINGS
from collegial.works.models import Work, WorkMeeting
from collegial.works.permissions import MANAGE
from collegial.works.rules import WorkPhase
from collegial.works.services.working import CALLED_OFF, held_work

WORK_OFF = "works.work_called_off"
_FINISHED = t("This work is finished: it can no longer be called off.")


def finish_work(context: Context, work: Work) -> None:
    """Let a work end, and call its meetings to come off; the module that leads it says so.

    Raises Refused when it is not under way.
    """
    require(context.by, MANAGE)
    if work.phase is not WorkPhase.DURING:
        raise Refused("works.not_under_way", t("Only a work that is under way can be finished."))
    work.phase, work.finished_on = WorkPhase.AFTER, context.today
    for one in meetings_called_off(context, work.id):
        call_off(context, MEETINGS, one, reason=None)


def why_not_call_off(work: Work) -> Text | None:
    """Say why a work cannot be called off; None where it can."""
    if work.is_off:
        return CALLED_OFF
    return _FINISHED if work.is_over else None


def call_off_work(context: Context, *, work_id: int, reason: str) -> None:
    """Call a work off with its meetings to come, and write once to each that takes part or asked to.

    The module that leads it may refuse, and undo it.
    """
    require(context.by, MANAGE)
    work = held_work(context, work_id)
    if (why := why_not_call_off(work)) is not None:
        raise Refused("works.finished", why)
    if not reason.strip():
        raise Invalid("works.no_reason", t("Say why: everyone reads it."), field="reason")
    meetings = meetings_called_off(context, work.id)
    for one in meetings:
        call_off(context, MEETINGS, one, reason=reason, writes=False)
    work.phase, work.called_off_at = WorkPhase.CALLED_OFF, context.clock.now()
    work.called_off_for = reason.strip()
    context.session.flush()
    context.emit(WorkCalledOff(work=work.id))
    off = [one.id for one in meetings]
    for part in queries.concerned(context.session, work.id):
        promise(
            context.session, WORK_OFF, {"participation": part.id, "meetings": off}, at=context.clock.now()
        )


def meetings_called_off(context: Context, work_id: int) -> list[WorkMeeting]:
    """Return the meetings that are called off when a work is ended now, the first one first."""
    now = context.clock.now()
    return [one for one in queries.meetings(context.session, work_id) if one.starts_at > now]
