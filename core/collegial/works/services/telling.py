"""Invite to a meeting of a work, call it off by itself, note who was told of it by telephone."""

from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.meetings import services as meetings
from collegial.works.meetings import MEETINGS
from collegial.works.models import WorkMeeting
from collegial.works.permissions import MANAGE
from collegial.works.services.working import held_work


def invite_to_meeting(context: Context, meeting: WorkMeeting) -> None:
    """Write to all who take part, with the meeting for their calendars; again when it was changed since."""
    require(context.by, MANAGE)
    held_work(context, meeting.work_id)
    meetings.invite(context, MEETINGS, meeting)


def call_off_meeting(context: Context, meeting: WorkMeeting, *, reason: str) -> None:
    """Call one meeting to come off; the others stay. Whoever was invited is told why."""
    require(context.by, MANAGE)
    held_work(context, meeting.work_id)
    meetings.call_off(context, MEETINGS, meeting, reason=reason)


def note_told(context: Context, meeting: WorkMeeting, *, actor_id: int) -> None:
    """Write down that a structure was told by telephone, now and by who says so."""
    require(context.by, MANAGE)
    held_work(context, meeting.work_id, to_report=True)
    meetings.note_told(context, MEETINGS, meeting, actor_id=actor_id)
