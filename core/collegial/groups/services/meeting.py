"""Plan meetings of groups, invite their members, write what was said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from collegial.groups.events import GroupMeetingChanged, GroupMeetingPlanned
from collegial.groups.meetings import MEETINGS
from collegial.groups.models import Group, GroupMeeting
from collegial.groups.permissions import MANAGE, MEET
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.holding import hold_row
from collegial.kernel.permissions import Viewer, require
from collegial.kernel.text import t
from collegial.meetings import services as meetings
from collegial.meetings.services import announced, check_new_day, require_on, tell_if_moved


@dataclass(frozen=True, kw_only=True)
class MeetingFields:
    """A meeting as it is planned, and what was said there once it was held."""

    title: str
    starts_at: datetime
    minutes_long: int = 120
    place: str = ""
    agenda: str = ""
    minutes: str = ""


def may_minute(viewer: Viewer) -> bool:
    """Tell whether someone may plan meetings of groups and write their minutes."""
    return viewer.may(MANAGE) or viewer.may(MEET)


def plan_meeting(context: Context, group: Group, fields: MeetingFields) -> GroupMeeting:
    """Plan a meeting of a group, or record one that was held."""
    _require_meeting_right(context)
    hold_row(context.session, group)
    values = _checked(fields)
    _check_news(context.session, group, values)
    meeting = GroupMeeting(group_id=group.id, revision=1, **values)
    context.session.add(meeting)
    context.session.flush()
    context.emit(GroupMeetingPlanned(group=group.key, meeting=meeting.id))
    return meeting


def _check_news(session: Session, group: Group, values: dict[str, Any]) -> None:
    """Refuse a form that was sent twice: people do not meet twice at one time for the same thing."""
    same = select(GroupMeeting.id).where(
        GroupMeeting.group_id == group.id, GroupMeeting.title == values["title"],
        GroupMeeting.starts_at == values["starts_at"], GroupMeeting.called_off_at.is_(None),
    )  # fmt: skip
    if session.scalar(same.limit(1)) is not None:
        raise Refused(
            "groups.meeting_twice",
            t("This meeting is already planned: one of the same title begins at the same time."),
            field="title",
        )


def change_meeting(context: Context, meeting: GroupMeeting, fields: MeetingFields, *, seen: int) -> None:
    """Change a meeting whose writer saw the revision `seen`; raises Refused when it has another."""
    _hold(context, meeting)
    require_on(meeting)
    check_new_day(context, meeting, fields.starts_at)
    was = announced(context, MEETINGS, meeting)
    changed = context.session.execute(
        update(GroupMeeting)
        .where(GroupMeeting.id == meeting.id, GroupMeeting.revision == seen)
        .values(**_checked(fields), revision=seen + 1)
    )
    if not isinstance(changed, CursorResult) or changed.rowcount != 1:
        raise Refused(
            "groups.meeting_changed",
            t("Someone else changed this meeting meanwhile. Open it in another window, then decide."),
        )
    context.session.refresh(meeting)
    context.emit(GroupMeetingChanged(group=meeting.group.key, meeting=meeting.id))
    tell_if_moved(context, MEETINGS, meeting, was)


def invite_to_meeting(context: Context, meeting: GroupMeeting) -> None:
    """Write to the members, with the meeting for their calendars; again when it was changed since."""
    _hold(context, meeting)
    meetings.invite(context, MEETINGS, meeting)


def call_off_meeting(context: Context, meeting: GroupMeeting, *, reason: str) -> None:
    """Call a meeting to come off; whoever was invited is told why."""
    _hold(context, meeting)
    meetings.call_off(context, MEETINGS, meeting, reason=reason)


def note_told(context: Context, meeting: GroupMeeting, *, actor_id: int) -> None:
    """Write down that a member was told by telephone, now and by who says so."""
    _hold(context, meeting)
    meetings.note_told(context, MEETINGS, meeting, actor_id=actor_id)


def _hold(context: Context, meeting: GroupMeeting) -> None:
    """Lock the group of a meeting: two people may press the same button at once."""
    _require_meeting_right(context)
    hold_row(context.session, meeting.group)


def _require_meeting_right(context: Context) -> None:
    if not may_minute(context.by):
        require(context.by, MEET)


def _checked(fields: MeetingFields) -> dict[str, Any]:
    if not fields.title.strip():
        raise Invalid("groups.title_missing", t("Write a title."), field="title")
    if fields.minutes_long < 1:
        raise Invalid("groups.length", t("A meeting lasts one minute or more."), field="minutes_long")
    return {
        "title": fields.title.strip(), "starts_at": fields.starts_at, "minutes_long": fields.minutes_long,
        "place": fields.place.strip() or None, "agenda": fields.agenda.strip() or None,
        "minutes": fields.minutes.strip() or None,
    }  # fmt: skip
