"""The letters about a meeting: the invitation, another day or place, that it is not held."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from collegial.actors.mailing import letter_to
from collegial.actors.models import Actor
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.naming import calendar_name
from collegial.kernel.text import Text, t
from collegial.meetings.calendars import calendar_of
from collegial.meetings.kinds import MeetingKind
from collegial.meetings.models import Meeting
from collegial.meetings.showing import address_in, path_of


def send_invitation(kind: MeetingKind, context: Context, payload: Mapping[str, Any]) -> None:
    """Invite somebody, with the meeting for a calendar, which keeps one of two equal invitations."""
    meeting = context.session.get_one(kind.table, payload["meeting"])
    if meeting.called_off_at is None:
        subject = t("invitation to “%(title)s”, of “%(work)s”", title=meeting.title, work=meeting.about)
        _send(kind, context, meeting, payload, subject, template="meetings/mail/invitation.txt")


def send_moved(kind: MeetingKind, context: Context, payload: Mapping[str, Any]) -> None:
    """Tell the new day, hour or place beside the old one; nothing once the meeting was called off."""
    meeting = context.session.get_one(kind.table, payload["meeting"])
    if meeting.called_off_at is None:
        subject = t("“%(title)s”, of “%(work)s”, is moved", title=meeting.title, work=meeting.about)
        _send(kind, context, meeting, payload, subject, template="meetings/mail/moved.txt")


def send_called_off(kind: MeetingKind, context: Context, payload: Mapping[str, Any]) -> None:
    """Tell that a meeting is not held, with what takes it out of a calendar."""
    meeting = context.session.get_one(kind.table, payload["meeting"])
    subject = t("“%(title)s”, of “%(work)s”, is not held", title=meeting.title, work=meeting.about)
    _send(kind, context, meeting, payload, subject, template="meetings/mail/called_off.txt")


def _send(
    kind: MeetingKind, context: Context, meeting: Meeting, payload: Mapping[str, Any], subject: Text, *,
    template: str,
) -> None:  # fmt: skip
    actor = context.session.get_one(Actor, payload["actor"])
    was_at = payload.get("was_at")
    letter = letter_to(
        context.session, actor, day=context.today, template=template, subject=subject,
        path=path_of(kind, meeting),
        given={
            "meeting": meeting, "actor": actor, "was_in": payload.get("was_in", ""),
            "was_at": datetime.fromisoformat(was_at) if was_at else meeting.starts_at,
        },
    )  # fmt: skip
    if letter:
        body = calendar_of([meeting], address=address_in(kind), now=context.clock.now())
        letter.attach(calendar_name(meeting.title), body.decode(), "text/calendar")
        letter.send()


def jobs_of(kind: MeetingKind) -> tuple[Job, ...]:
    """Return the jobs that write about the meetings of a kind."""

    def job(key: str, label: Text, run: Callable[[MeetingKind, Context, Mapping[str, Any]], None]) -> Job:
        return Job(key=key, label=label, run=partial(run, kind))

    return (
        job(kind.called_off, t("Word that a meeting is not held"), send_called_off),
        job(kind.moved, t("Word that a meeting is moved"), send_moved),
        job(kind.invitation, t("Invitation to a meeting"), send_invitation),
    )
