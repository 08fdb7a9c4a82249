"""Note who was told of a meeting by telephone, since no mail reaches them."""

from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.works import queries
from collegial.works.events import MeetingTold
from collegial.works.models import WorkMeeting, WorkToldByPhone
from collegial.works.permissions import MANAGE
from collegial.works.services.meeting import JUST_INVITED, why_not_invite
from collegial.works.services.working import held_work


def note_told(context: Context, meeting: WorkMeeting, *, actor_id: int) -> WorkToldByPhone:
    """Write down that a structure was told by telephone, now and by who says so; told again, the last time stands.

    Raises Invalid for a structure that does not take part, Refused once the meeting has begun or was called off.
    """
    require(context.by, MANAGE)
    held_work(context, meeting.work_id)
    why = why_not_invite(context, meeting)
    if why not in (None, JUST_INVITED):
        raise Refused("works.not_to_tell", why)
    if not queries.takes_part(context.session, meeting.work_id, actor_id):
        raise Invalid("works.stranger_told", t("This structure no longer takes part in the work."))
    row = next((one for one in meeting.told if one.actor_id == actor_id), None)
    if row is None:
        row = WorkToldByPhone(actor_id=actor_id)
        meeting.told.append(row)
    row.told_at, row.told_by = context.clock.now(), context.by.name
    context.session.flush()
    context.emit(MeetingTold(work=meeting.work_id, meeting=meeting.id, actor=actor_id))
    return row
