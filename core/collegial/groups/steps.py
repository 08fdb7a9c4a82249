"""What the meetings of groups ask of those who plan them, for the dashboard."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.groups.meetings import MEETINGS
from collegial.groups.models import GroupMeeting
from collegial.groups.permissions import MEET
from collegial.hooks.contracts import NextStep
from collegial.kernel.clock import local_day
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import Text, t
from collegial.meetings.mailing import reach_of, still_to_tell

_MOST = 5
_AHEAD = timedelta(days=14)


def steps(session: Session, viewer: Viewer, day: date, zone: str) -> Iterator[NextStep]:
    """Say which meetings of the next fortnight have no invitations yet, and of which members are to be told."""
    if not viewer.may(MEET):
        return
    start = datetime.combine(day, datetime.min.time(), ZoneInfo(zone))
    coming = select(GroupMeeting).where(
        GroupMeeting.starts_at >= start, GroupMeeting.starts_at < start + _AHEAD
    )
    loads = (joinedload(GroupMeeting.group),)
    found = session.scalars(coming.options(*loads).order_by(GroupMeeting.starts_at, GroupMeeting.id))
    asked = ((one, _asked(session, one, day, zone)) for one in found.all())
    for one, words in islice(((one, words) for one, words in asked if words), _MOST):
        yield _step(one, *words, due_on=local_day(one.starts_at, zone))


def _asked(session: Session, one: GroupMeeting, day: date, zone: str) -> tuple[Text, Text, str] | None:
    if (
        one.called_off_at is None
        and one.invited_at is None
        and reach_of(session, MEETINGS, one, day, zone).reached
    ):
        return t("A meeting has no invitations yet"), t("Invite"), "groups.invite"
    if not still_to_tell(session, MEETINGS, one, day, zone):
        return None
    if one.called_off_at is not None:
        sentence = t("Members without an e-mail address are to be told that a meeting is not held")
    else:
        sentence = t("Members without an e-mail address are to be told of a meeting")
    return sentence, t("Tell them"), MEETINGS.endpoint


def _step(one: GroupMeeting, sentence: Text, act: Text, endpoint: str, *, due_on: date) -> NextStep:
    anchor = {"_anchor": "told"} if endpoint == MEETINGS.endpoint else {}
    return NextStep(
        key=f"groups.meeting.{one.id}", sentence=sentence, act=act, endpoint=endpoint,
        values={**MEETINGS.values(one), **anchor}, about=f"{one.group.name}, {one.title}", due_on=due_on,
        icon="calendar", permission=MEET, weight=42,
    )  # fmt: skip
