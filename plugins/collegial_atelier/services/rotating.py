"""Plan the meetings of a season, and let them rotate over structures and territories."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from collegial.plugin import (
    Context,
    Invalid,
    Missing,
    Refused,
    WorkMeeting,
    WorkMeetingFields,
    host_meeting,
    meetings_of_work,
    participations_in,
    plan_meeting,
    require,
    t,
)
from collegial_atelier import rules
from collegial_atelier.events import RotationPlanned
from collegial_atelier.models import Atelier
from collegial_atelier.permissions import MANAGE
from collegial_atelier.rules import Fairness, Host
from collegial_atelier.services.opening import held

MOST = 24


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Who should host each meeting: the planner's choice where nobody hosts yet, and what that comes to."""

    meetings: Sequence[WorkMeeting]
    hosts: Sequence[Host]
    proposed: Sequence[int | None]
    fairness: Fairness

    @property
    def is_news(self) -> bool:
        """Tell whether a meeting would get a host."""
        pairs = zip(self.meetings, self.proposed, strict=True)
        return any(meeting.host_id is None and host is not None for meeting, host in pairs)


def propose_hosts(context: Context, atelier: Atelier) -> Proposal:
    """Propose hosts for the meetings that have none; reads only."""
    meetings = meetings_of_work(context.session, atelier.id)
    hosts = [
        Host(key=one.actor_id, territory=one.actor.locality or "–")
        for one in participations_in(context.session, atelier.id)
    ]
    proposed = rules.plan(hosts, [one.host_id for one in meetings])
    return Proposal(
        meetings=meetings, hosts=hosts, proposed=proposed, fairness=rules.fairness(hosts, proposed)
    )


def take_proposal(context: Context, *, atelier_id: int) -> int:
    """Give each meeting without a host the one that the planner proposes; return how many."""
    require(context.by, MANAGE)
    proposal = propose_hosts(context, held(context, atelier_id))
    given = 0
    for meeting, host in zip(proposal.meetings, proposal.proposed, strict=True):
        if meeting.host_id is None and host is not None:
            host_meeting(context, meeting, host_id=host)
            given += 1
    if given:
        context.emit(RotationPlanned(atelier=atelier_id, meetings=given))
    return given


def choose_host(context: Context, *, atelier_id: int, meeting_id: int, host_id: int | None) -> None:
    """Let people decide who hosts a meeting; raises Invalid for a structure that left."""
    require(context.by, MANAGE)
    held(context, atelier_id)
    known = {one.id: one for one in meetings_of_work(context.session, atelier_id)}
    if meeting_id not in known:
        raise Missing("atelier.no_meeting", t("There is no such meeting."))
    host_meeting(context, known[meeting_id], host_id=host_id)


def plan_season(
    context: Context,
    *,
    atelier_id: int,
    first_at: datetime,
    number: int,
    weeks: int,
    name: str,
    minutes_long: int = 180,
) -> list[WorkMeeting]:
    """Plan the meetings of the season, some weeks apart, with the hosts that the planner proposes.

    `name` is what each is called, before its number.
    """
    require(context.by, MANAGE)
    atelier = held(context, atelier_id)
    _check_season(atelier, first_at, number, weeks)
    known = meetings_of_work(context.session, atelier.id)
    moments = [first_at + timedelta(weeks=weeks * turn) for turn in range(number)]
    _check_free(known, moments)
    planned = [
        plan_meeting(
            context, work_id=atelier.id,
            fields=WorkMeetingFields(title=f"{name} {turn}", starts_at=moment, minutes_long=minutes_long),
        )
        for turn, moment in enumerate(moments, start=len(known) + 1)
    ]  # fmt: skip
    take_proposal(context, atelier_id=atelier.id)
    return planned


def _check_free(known: Sequence[WorkMeeting], moments: Sequence[datetime]) -> None:
    """Refuse a season that was planned already, a form that was sent twice among them."""
    if {one.starts_at for one in known} & set(moments):
        raise Refused(
            "atelier.season_planned",
            t("A meeting already begins at one of these times. Plan only what is missing."),
            field="first_at",
        )


def _check_season(atelier: Atelier, first_at: datetime, number: int, weeks: int) -> None:
    if not 1 <= number <= MOST:
        raise Invalid(
            "atelier.meetings", t("Plan between 1 and %(most)s meetings.", most=MOST), field="number"
        )
    if weeks < 1:
        raise Invalid("atelier.weeks", t("Leave a week or more between two meetings."), field="weeks")
    if not atelier.starts_on <= first_at.date() <= atelier.ends_on:
        raise Invalid(
            "atelier.out_of_season",
            t(
                "The season lasts from %(start)s to %(end)s: the first meeting is on one of these days.",
                start=atelier.starts_on, end=atelier.ends_on,
            ),
            field="first_at",
        )  # fmt: skip
    last_at = first_at + timedelta(weeks=weeks * (number - 1))
    if last_at.date() > atelier.ends_on:
        raise Invalid(
            "atelier.too_many_meetings",
            t("These meetings do not fit into the season. Plan fewer, or closer together."),
            field="number",
        )
