"""Invite to a meeting, tell that it is moved or called off, note who was told by telephone.

Whoever keeps the meeting has asked for the right and locked its row.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.text import Text, t
from collegial.meetings.kinds import MeetingKind
from collegial.meetings.models import Meeting, ToldByPhone

JUST_INVITED = t("The invitations left a moment ago: nobody is written to twice.")
CALLED_OFF = t("This meeting was called off.")
_MEETING_OVER = t("This meeting is over: nobody can be invited to it now.")
_BEGUN = t("This meeting has begun: it can no longer be called off.")
_INTO_THE_PAST = t(
    "People were told of this meeting: choose a day and an hour to come. Was it held already? Then plan it anew on the"
    " day on which it was held, write its minutes there, and call this one off."
)
_CODES = {
    JUST_INVITED: "meetings.invited_just_now",
    _MEETING_OVER: "meetings.over",
    CALLED_OFF: "meetings.called_off",
    _BEGUN: "meetings.begun",
}
_ONE_PRESS = timedelta(minutes=1)  # within which a second one means the first


@dataclass(frozen=True, kw_only=True)
class Announced:
    """When and where a meeting was to be, as it was announced, and who was to come: on another day, others may be."""

    starts_at: datetime
    where: str
    guests: tuple[int, ...] = field(compare=False)


def announced(context: Context, kind: MeetingKind, meeting: Meeting) -> Announced:
    """Return when and where a meeting is to be, to be compared once it is changed."""
    guests = tuple(_guests(context, kind, meeting))
    return Announced(starts_at=meeting.starts_at, where=meeting.where, guests=guests)


def require_on(meeting: Meeting) -> None:
    """Raise Refused for a meeting that was called off."""
    if meeting.called_off_at is not None:
        raise Refused("meetings.called_off", CALLED_OFF)


def why_not_invite(context: Context, meeting: Meeting) -> Text | None:
    """Say why nobody can be invited to a meeting now; None where they can."""
    now = context.clock.now()
    if meeting.called_off_at is not None:
        return CALLED_OFF
    if meeting.starts_at <= now:
        return _MEETING_OVER
    is_just_done = meeting.invited_at is not None and now - meeting.invited_at < _ONE_PRESS
    return JUST_INVITED if is_just_done else None


def why_not_call_off(context: Context, meeting: Meeting) -> Text | None:
    """Say why a meeting cannot be called off now; None where it can."""
    if meeting.called_off_at is not None:
        return CALLED_OFF
    return _BEGUN if meeting.starts_at <= context.clock.now() else None


def invite(context: Context, kind: MeetingKind, meeting: Meeting) -> None:
    """Write to all who are to come, with the meeting for their calendars; again when it was changed since."""
    _refuse(why_not_invite(context, meeting))
    _write(context, kind, meeting, kind.invitation)
    meeting.invited_at = context.clock.now()
    context.emit(kind.on_invited(meeting))


def call_off(
    context: Context, kind: MeetingKind, meeting: Meeting, *, reason: str | None, writes: bool = True
) -> None:
    """Call a meeting to come off, and tell whoever was invited; None for a reason that its page knows.

    `writes` is False where one letter tells of several meetings at once.
    """
    if reason is not None and not reason.strip():
        raise Invalid("meetings.no_reason", t("Say why: whoever was invited is told."), field="reason")
    _refuse(why_not_call_off(context, meeting))
    meeting.called_off_at, meeting.revision = context.clock.now(), meeting.revision + 1
    meeting.called_off_for = reason and reason.strip()
    if writes and meeting.invited_at is not None:
        _write(context, kind, meeting, kind.called_off)
    context.session.flush()
    context.emit(kind.on_called_off(meeting))


def check_new_day(context: Context, meeting: Meeting, starts_at: datetime) -> None:
    """Refuse a day that is over for a meeting to come of which people were told: nobody would hear of it."""
    now = context.clock.now()
    if _is_known(meeting) and meeting.starts_at > now >= starts_at:
        raise Invalid("meetings.moved_into_past", _INTO_THE_PAST, field="starts_at")


def tell_if_moved(context: Context, kind: MeetingKind, meeting: Meeting, was: Announced) -> None:
    """Tell those who know of a meeting that it has another day, hour or place; nobody of one that was held."""
    to_come = meeting.starts_at > context.clock.now()
    if announced(context, kind, meeting) == was or not _is_known(meeting) or not to_come:
        return
    meeting.moved_at = context.clock.now()
    if meeting.invited_at is not None:
        moved = {"was_at": was.starts_at.isoformat(), "was_in": was.where}
        _write(context, kind, meeting, kind.moved, was.guests, **moved)
    context.session.flush()
    context.emit(kind.on_moved(meeting))


def note_told(context: Context, kind: MeetingKind, meeting: Meeting, *, actor_id: int) -> ToldByPhone:
    """Write down that somebody was told by telephone, now and by who says so; told again, the last time stands.

    Raises Invalid for who is not to come, Refused once the meeting has begun. Of one that was called off, those are
    told who had been told of it.
    """
    row = next((one for one in meeting.heard if one.actor_id == actor_id), None)
    if meeting.starts_at <= context.clock.now():
        raise Refused(
            "meetings.not_to_tell", t("This meeting has begun: nobody is to be told of it any more.")
        )
    if row is None and actor_id not in _guests(context, kind, meeting):
        raise Invalid("meetings.stranger_told", t("This one is no longer among those who are to come."))
    if row is None:
        require_on(meeting)
        row = kind.told(meeting.id)
        row.actor_id = actor_id
        context.session.add(row)
    row.told_at, row.told_by = context.clock.now(), context.by.name
    context.session.flush()
    context.session.expire(meeting, ["told"])
    context.emit(kind.on_told(meeting, actor_id))
    return row


def _is_known(meeting: Meeting) -> bool:
    return meeting.invited_at is not None or bool(meeting.heard)


def _refuse(why: Text | None) -> None:
    if why is not None:
        raise Refused(_CODES[why], why)


def _guests(context: Context, kind: MeetingKind, meeting: Meeting) -> list[int]:
    return [one.id for one in kind.guests(context.session, meeting, context.today, context.zone)]


def _write(
    context: Context, kind: MeetingKind, meeting: Meeting, task: str, before: Sequence[int] = (), **more: str
) -> None:
    for one in dict.fromkeys((*_guests(context, kind, meeting), *before)):
        payload = {"meeting": meeting.id, "actor": one, **more}
        promise(context.session, task, payload, at=context.clock.now())
