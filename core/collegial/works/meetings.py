"""What common works say of their meetings: whoever takes part is invited."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.meetings.kinds import MeetingKind
from collegial.works.events import MeetingInvited, MeetingTold, WorkMeetingCalledOff, WorkMeetingMoved
from collegial.works.models import WorkMeeting, WorkToldByPhone
from collegial.works.queries import participations


def _guests(session: Session, meeting: WorkMeeting, _day: date, _zone: str) -> Sequence[Actor]:
    return [one.actor for one in participations(session, meeting.work_id)]


MEETINGS = MeetingKind(
    name="works",
    table=WorkMeeting,
    told=lambda meeting_id: WorkToldByPhone(meeting_id=meeting_id),
    guests=_guests,
    endpoint="works.show",
    values=lambda meeting: {"work_id": meeting.work_id, "meeting_id": meeting.id},
    on_invited=lambda meeting: MeetingInvited(work=meeting.work_id, meeting=meeting.id),
    on_moved=lambda meeting: WorkMeetingMoved(work=meeting.work_id, meeting=meeting.id),
    on_called_off=lambda meeting: WorkMeetingCalledOff(work=meeting.work_id, meeting=meeting.id),
    on_told=lambda meeting, actor_id: MeetingTold(work=meeting.work_id, meeting=meeting.id, actor=actor_id),
)
