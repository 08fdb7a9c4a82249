"""Whom a mail about a meeting reaches, and who is left to be told by telephone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from collegial.actors.mailing import out_of_reach
from collegial.actors.models import Actor
from collegial.meetings.kinds import MeetingKind
from collegial.meetings.models import Meeting


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Who is to come to a meeting, and who of them can be written to by no mail."""

    guests: Sequence[Actor]
    missed: Sequence[Actor]

    @property
    def reached(self) -> list[Actor]:
        """Return whom mails reach."""
        return [one for one in self.guests if one not in self.missed]


def reach_of(session: Session, kind: MeetingKind, meeting: Meeting, day: date, zone: str) -> Reach:
    """Return whom mails about a meeting reach on a day, and whom none does."""
    guests = kind.guests(session, meeting, day, zone)
    return Reach(guests=guests, missed=out_of_reach(session, guests, day))


def still_to_tell(session: Session, kind: MeetingKind, meeting: Meeting, day: date, zone: str) -> list[Actor]:
    """Return those whom no mail reaches, and nobody told by telephone what is true now.

    Of a meeting that was called off, whoever never heard of it needs no word. Before invitations leave, those who
    were told by telephone are so again, though they may have an address now.
    """
    since, heard = meeting.news_at, {one.actor_id for one in meeting.heard}
    knows = {one.actor_id for one in meeting.heard if since is None or one.told_at >= since}
    reach = reach_of(session, kind, meeting, day, zone)
    missed = {one.id for one in reach.missed} | (heard if meeting.invited_at is None else set())
    wanted = missed - knows if meeting.called_off_at is None else missed & heard - knows
    return [one for one in reach.guests if one.id in wanted]
