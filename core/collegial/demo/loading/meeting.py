"""The next meeting of a group, planned and not yet announced: whoever tries the program invites to it."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from collegial.demo.rennes import read_part
from collegial.groups.models import Group
from collegial.groups.services import MeetingFields, plan_meeting
from collegial.kernel.events import Context


def plan_meetings(context: Context, notice: timedelta) -> None:
    """Plan them so many days after the demonstration is made, which is `notice` after the clock of the context."""
    made = (context.clock.now() + notice).astimezone(ZoneInfo(context.zone))
    for row in read_part("pole")["meetings"]:
        group = context.session.scalars(select(Group).where(Group.key == row["group"])).one()
        day = made + timedelta(days=row["in_days"])
        starts = day.replace(hour=row["hour"], minute=0, second=0, microsecond=0).astimezone(UTC)
        fields = MeetingFields(
            title=row["title"], starts_at=starts, place=row["place"], agenda=row["agenda"].strip()
        )
        plan_meeting(context, group, fields)
