"""Finish a work: what it had planned for later is called off."""

from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.meetings.services import call_off
from collegial.works import queries
from collegial.works.meetings import MEETINGS
from collegial.works.models import Work, WorkMeeting
from collegial.works.permissions import MANAGE
from collegial.works.rules import WorkPhase


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


def meetings_called_off(context: Context, work_id: int) -> list[WorkMeeting]:
    """Return the meetings that are called off when a work is finished now, the first one first."""
    now = context.clock.now()
    return [one for one in queries.meetings(context.session, work_id) if one.starts_at > now]
