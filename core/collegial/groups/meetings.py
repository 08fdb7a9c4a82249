"""What groups say of their meetings: the members are invited who belong to the group on their day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.groups.events import GroupInvited, GroupMeetingCalledOff, GroupMeetingMoved, GroupMemberTold
from collegial.groups.models import GroupMeeting, GroupToldByPhone
from collegial.groups.queries import members_on
from collegial.kernel.clock import local_day
from collegial.meetings.kinds import MeetingKind


def _guests(session: Session, meeting: GroupMeeting, day: date, zone: str) -> Sequence[Actor]:
    return members_on(session, meeting.group_id, max(day, local_day(meeting.starts_at, zone)))


MEETINGS = MeetingKind(
    name="groups",
    table=GroupMeeting,
    told=lambda meeting_id: GroupToldByPhone(meeting_id=meeting_id),
    guests=_guests,
    endpoint="groups.meeting",
    values=lambda meeting: {"key": meeting.group.key, "meeting_id": meeting.id},
    on_invited=lambda meeting: GroupInvited(group=meeting.group.key, meeting=meeting.id),
    on_moved=lambda meeting: GroupMeetingMoved(group=meeting.group.key, meeting=meeting.id),
    on_called_off=lambda meeting: GroupMeetingCalledOff(group=meeting.group.key, meeting=meeting.id),
    on_told=lambda meeting, actor_id: GroupMemberTold(
        group=meeting.group.key, meeting=meeting.id, actor=actor_id
    ),
)
