"""Whom a mail about a meeting reaches, and who is left to be told by telephone."""

from datetime import date

from sqlalchemy.orm import Session

from collegial.actors.mailing import reader_of
from collegial.actors.models import Actor
from collegial.meetings.kinds import MeetingKind
from collegial.meetings.models import Meeting


def out_of_reach(session: Session, kind: MeetingKind, meeting: Meeting, day: date) -> list[Actor]:
    """Return who is to come and can be written to by no mail."""
    return [one for one in kind.guests(session, meeting, day) if reader_of(session, one, day) is None]


def still_to_tell(session: Session, kind: MeetingKind, meeting: Meeting, day: date) -> list[Actor]:
    """Return those whom no mail reaches, and nobody told by telephone what is true now.

    Of a meeting that was called off, whoever never heard of it needs no word.
    """
    since, heard = meeting.news_at, {one.actor_id for one in meeting.heard}
    knows = {one.actor_id for one in meeting.heard if since is None or one.told_at >= since}
    by_phone = (
        heard if meeting.invited_at is None else set()
    )  # no mail left, though they may have an address now
    return [
        one for one in kind.guests(session, meeting, day)
        if one.id not in knows and (meeting.called_off_at is None or one.id in heard)
        and (one.id in by_phone or reader_of(session, one, day) is None)
    ]  # fmt: skip
