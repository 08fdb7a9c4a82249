"""What is told of the meetings of groups to their members."""

from collegial.groups.events import GroupInvited, GroupMeetingCalledOff, GroupMeetingMoved
from collegial.groups.meetings import MEETINGS
from collegial.groups.models import GroupMeeting
from collegial.hooks.noticing import LETTER_WAYS, NOBODY, Audience, NoticeKind, NoticeWay, Told
from collegial.kernel.events import Context
from collegial.kernel.text import t

_Word = GroupInvited | GroupMeetingMoved | GroupMeetingCalledOff
_SENTENCES = {
    GroupInvited: t("You are invited to a meeting"),
    GroupMeetingMoved: t("A meeting is moved"),
    GroupMeetingCalledOff: t("A meeting is not held"),
}


def _told(context: Context, event: _Word) -> Told:
    meeting = context.session.get_one(GroupMeeting, event.meeting)
    return Told(
        sentence=_SENTENCES[type(event)], endpoint=MEETINGS.endpoint, values=MEETINGS.values(meeting),
        about=meeting.group.name,
    )  # fmt: skip


def _members(context: Context, event: _Word) -> Audience:
    meeting = context.session.get_one(GroupMeeting, event.meeting)
    if meeting.invited_at is None:
        return NOBODY
    guests = MEETINGS.guests(context.session, meeting, context.today, context.zone)
    return Audience(actors=[one.id for one in guests])


NOTICES = (
    NoticeKind(
        key="groups.meetings", label=t("A meeting of your group: the invitation, and what becomes of it"),
        events=(GroupInvited, GroupMeetingMoved, GroupMeetingCalledOff), tell=_told, audience=_members,
        usual=NoticeWay.PAGE, ways=LETTER_WAYS,
    ),
)  # fmt: skip
