"""Plan meetings, choose who hosts them, record who came and what was decided."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, func, select, update

from collegial.kernel.days import check_reach
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.meetings.services import announced, check_new_day, require_on, tell_if_moved
from collegial.works import queries
from collegial.works.events import (
    AttendanceRecorded,
    MeetingDecided,
    WorkMeetingChanged,
    WorkMeetingPlanned,
)
from collegial.works.meetings import MEETINGS
from collegial.works.models import Work, WorkAttendance, WorkDecision, WorkMeeting
from collegial.works.permissions import MANAGE
from collegial.works.rules import ParticipationState
from collegial.works.services.working import held_work


@dataclass(frozen=True, kw_only=True)
class WorkMeetingFields:
    """A meeting as it is planned; its minutes once it was held."""

    title: str
    starts_at: datetime
    minutes_long: int = 120
    host_id: int | None = None
    place: str = ""
    agenda: str = ""
    minutes: str = ""


def plan_meeting(context: Context, *, work_id: int, fields: WorkMeetingFields) -> WorkMeeting:
    """Plan a meeting of a work, or record one that was held."""
    require(context.by, MANAGE)
    work = held_work(context, work_id, to_report=True)
    _check_end(context, work, fields)
    values = _checked(context, work, fields)
    _check_news(context, work, values)
    meeting = WorkMeeting(work_id=work.id, revision=1, **values)
    context.session.add(meeting)
    context.session.flush()
    context.emit(WorkMeetingPlanned(work=work.id, meeting=meeting.id))
    return meeting


def change_meeting(context: Context, meeting: WorkMeeting, fields: WorkMeetingFields, *, seen: int) -> None:
    """Change a meeting whose writer saw the revision `seen`; raises Refused when it has another."""
    require(context.by, MANAGE)
    work = held_work(context, meeting.work_id, to_report=True)
    require_on(meeting)
    _check_end(context, work, fields)
    check_new_day(context, meeting, fields.starts_at)
    was = announced(context, MEETINGS, meeting)
    kept = meeting.host_id if fields.host_id == meeting.host_id and meeting.attendance else None
    changed = context.session.execute(
        update(WorkMeeting)
        .where(WorkMeeting.id == meeting.id, WorkMeeting.revision == seen)
        .values(**_checked(context, work, fields, kept=kept), revision=seen + 1)
    )
    if not isinstance(changed, CursorResult) or changed.rowcount != 1:
        raise Refused(
            "works.meeting_changed",
            t("Someone else changed this meeting meanwhile. Open it in another window, then decide."),
        )
    context.session.refresh(meeting)
    context.emit(WorkMeetingChanged(work=work.id, meeting=meeting.id))
    tell_if_moved(context, MEETINGS, meeting, was)


def host_meeting(context: Context, meeting: WorkMeeting, *, host_id: int | None) -> None:
    """Let a structure host a meeting, or leave it open; raises Invalid when it does not take part any more."""
    require(context.by, MANAGE)
    work = held_work(context, meeting.work_id)
    require_on(meeting)
    _check_host(context, work, host_id)
    if meeting.host_id == host_id:
        return
    was = announced(context, MEETINGS, meeting)
    meeting.host_id, meeting.revision = host_id, meeting.revision + 1
    context.session.flush()
    context.session.expire(meeting, ["host"])
    context.emit(WorkMeetingChanged(work=work.id, meeting=meeting.id))
    tell_if_moved(context, MEETINGS, meeting, was)


def record_attendance(context: Context, meeting: WorkMeeting, *, present: Collection[int]) -> None:
    """Record which structures came; those that took part then, and no others."""
    require(context.by, MANAGE)
    held_work(context, meeting.work_id, to_report=True)
    require_on(meeting)
    known = {one.actor_id for one in attendable(context, meeting)}
    if not set(present) <= known:
        raise Invalid("works.stranger", t("Only structures that take part can be present."), field="present")
    for row in [one for one in meeting.attendance if one.actor_id not in present]:
        context.session.delete(row)
    there = {one.actor_id for one in meeting.attendance}
    for actor_id in sorted(set(present) - there):
        context.session.add(WorkAttendance(meeting_id=meeting.id, actor_id=actor_id))
    context.session.flush()
    context.session.expire(meeting, ["attendance"])
    context.emit(AttendanceRecorded(work=meeting.work_id, meeting=meeting.id, present=len(set(present))))


def attendable(context: Context, meeting: WorkMeeting) -> list[Any]:
    """Return who may have come to a meeting: those who take part, and those who left since."""
    states = (ParticipationState.ACCEPTED, ParticipationState.LEFT)
    found = queries.participations(context.session, meeting.work_id, *states)
    return list({one.actor_id: one for one in found}.values())


def record_decision(context: Context, meeting: WorkMeeting, *, text: str) -> WorkDecision:
    """Record something that a meeting decided."""
    require(context.by, MANAGE)
    held_work(context, meeting.work_id, to_report=True)
    require_on(meeting)
    if not text.strip():
        raise Invalid("works.empty_decision", t("Write what was decided."), field="text")
    last = select(func.max(WorkDecision.position)).where(WorkDecision.meeting_id == meeting.id)
    row = WorkDecision(
        meeting_id=meeting.id, position=(context.session.scalar(last) or 0) + 1, text=text.strip()
    )
    context.session.add(row)
    context.session.flush()
    context.session.expire(meeting, ["decisions"])
    context.emit(MeetingDecided(work=meeting.work_id, meeting=meeting.id, position=row.position))
    return row


def _check_end(context: Context, work: Work, fields: WorkMeetingFields) -> None:
    """Let a work that is over report the meetings that it held, and plan none."""
    if work.is_off and work.called_off_at is not None and fields.starts_at > work.called_off_at:
        raise Refused(
            "works.called_off", t("This work was called off: no meeting of it is to come."), field="starts_at"
        )
    if work.is_over and fields.starts_at > context.clock.now():
        raise Refused(
            "works.finished", t("This work is finished: no meeting of it is to come."), field="starts_at"
        )


def _checked(
    context: Context, work: Work, fields: WorkMeetingFields, *, kept: int | None = None
) -> dict[str, Any]:
    """Check a meeting; `kept` is the host of a meeting that was held, who may have left since."""
    if not fields.title.strip():
        raise Invalid("works.title_missing", t("Write a title."), field="title")
    check_reach(fields.starts_at, field="starts_at")
    if fields.minutes_long < 1:
        raise Invalid("works.length", t("A meeting lasts one minute or more."), field="minutes_long")
    if fields.host_id is None or fields.host_id != kept:
        _check_host(context, work, fields.host_id)
    return {
        "title": fields.title.strip(), "starts_at": fields.starts_at, "minutes_long": fields.minutes_long,
        "host_id": fields.host_id, "place": fields.place.strip() or None,
        "agenda": fields.agenda.strip() or None, "minutes": fields.minutes.strip() or None,
    }  # fmt: skip


def _check_news(context: Context, work: Work, values: dict[str, Any]) -> None:
    """Refuse a form that was sent twice: people do not meet twice at one time for the same thing."""
    same = select(WorkMeeting.id).where(
        WorkMeeting.work_id == work.id, WorkMeeting.title == values["title"],
        WorkMeeting.starts_at == values["starts_at"], WorkMeeting.called_off_at.is_(None),
    )  # fmt: skip
    if context.session.scalar(same.limit(1)) is not None:
        raise Refused(
            "works.meeting_twice",
            t("This meeting is already planned: one of the same title begins at the same time."),
            field="title",
        )


def _check_host(context: Context, work: Work, host_id: int | None) -> None:
    if host_id is not None and not queries.takes_part(context.session, work.id, host_id):
        raise Invalid(
            "works.host_left",
            t("This structure no longer takes part in the work. Choose another host."),
            field="host_id",
        )
