"""What common works ask of those who lead them, and of those who receive the others, for the dashboard."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from collegial.actors.models import Actor
from collegial.actors.queries import spoken_for
from collegial.hooks.contracts import NextStep
from collegial.kernel.clock import local_day
from collegial.kernel.permissions import SIGNED_IN, Viewer
from collegial.kernel.text import Text, nt, t
from collegial.meetings.mailing import reach_of, still_to_tell
from collegial.works.meetings import MEETINGS
from collegial.works.models import Participation, Work, WorkMeeting, WorkToldByPhone
from collegial.works.permissions import MANAGE
from collegial.works.rules import ParticipationState, WorkPhase

_MOST = 5
AHEAD = timedelta(days=14)


def steps(session: Session, viewer: Viewer, day: date, zone: str) -> Iterator[NextStep]:
    """Say who asks to take part, and which meetings of the next fortnight are the reader's to lead or to host."""
    if viewer.may(MANAGE):
        yield from _requests(session)
    for one in _meetings(session, viewer, day, zone):
        step = _meeting(session, viewer, one, day, zone)
        if step:
            yield step


def _requests(session: Session) -> Iterator[NextStep]:
    asked = session.scalars(_asked()).all()
    if asked:
        one, *more = asked
        page = {"work_id": one.work_id, "participation_id": one.id}
        yield NextStep(
            key="works.requests",
            sentence=nt(
                "%(count)d structure asks to take part", "%(count)d structures ask to take part", len(asked)
            ),
            act=t("Reply"), endpoint="works.index" if more else "works.statement",
            values={"_anchor": "requests"} if more else page, about=None if more else one.actor.name, icon="group",
            permission=MANAGE, weight=41,
        )  # fmt: skip


def _asked() -> Select[Participation]:
    asked = select(Participation).join(Participation.work)
    asked = asked.where(Participation.state == ParticipationState.ASKED, Work.phase != WorkPhase.CALLED_OFF)
    return asked.options(joinedload(Participation.actor)).order_by(Participation.id)


def _meetings(session: Session, viewer: Viewer, day: date, zone: str) -> Sequence[WorkMeeting]:
    """Return the meetings of the next fortnight that the reader receives, or leads and has still to prepare."""
    start = datetime.combine(day, datetime.min.time(), ZoneInfo(zone))
    is_hosted = WorkMeeting.host_id.in_(_spoken(session, viewer, day))
    is_on = WorkMeeting.called_off_at.is_(None)
    is_to_prepare = WorkMeeting.invited_at.is_(None) | (func.coalesce(WorkMeeting.agenda, "") == "")
    coming = select(WorkMeeting).where(
        WorkMeeting.starts_at >= start,
        WorkMeeting.starts_at < start + AHEAD,
        is_on & (is_hosted | is_to_prepare | _is_mailless()) | _is_called_off_untold()
        if viewer.may(MANAGE)
        else is_on & is_hosted,
    )
    loads = (joinedload(WorkMeeting.work), joinedload(WorkMeeting.host))
    return session.scalars(coming.options(*loads).order_by(WorkMeeting.starts_at).limit(_MOST)).all()


def _is_mailless() -> ColumnElement[bool]:
    """Return the condition that somebody without an address of its own was not told of a meeting by telephone."""
    told = select(WorkToldByPhone.id).where(
        WorkToldByPhone.meeting_id == WorkMeeting.id, WorkToldByPhone.actor_id == Participation.actor_id,
        WorkMeeting.moved_at.is_(None) | (WorkToldByPhone.told_at >= WorkMeeting.moved_at),
    )  # fmt: skip
    untold = select(Participation.id).join(Participation.actor).where(
        Participation.work_id == WorkMeeting.work_id, Participation.state == ParticipationState.ACCEPTED,
        func.coalesce(Actor.email, "") == "", ~told.exists(),
    )  # fmt: skip
    return untold.exists()


def _is_called_off_untold() -> ColumnElement[bool]:
    """Return the condition that somebody was told of a meeting by telephone, and not yet that it is not held."""
    told = select(WorkToldByPhone.id).where(
        WorkToldByPhone.meeting_id == WorkMeeting.id, WorkToldByPhone.told_at < WorkMeeting.called_off_at
    )
    return told.exists()


def _spoken(session: Session, viewer: Viewer, day: date) -> set[int]:
    if viewer.actor_id is None:
        return set()
    return {viewer.actor_id, *session.scalars(spoken_for(viewer.actor_id, day))}


def _is_to_invite(session: Session, one: WorkMeeting, day: date, zone: str) -> bool:
    """Tell whether invitations are still to be sent, and would reach somebody."""
    return one.invited_at is None and bool(reach_of(session, MEETINGS, one, day, zone).reached)


def _meeting(session: Session, viewer: Viewer, one: WorkMeeting, day: date, zone: str) -> NextStep | None:
    """Return what a meeting asks of the reader; None once it has its agenda and whoever can be reached is invited."""
    leads, anchor = viewer.may(MANAGE), ""
    if one.called_off_at is not None:
        return _word_of_end(session, one, day, zone)
    if leads and not one.agenda:  # the invitation carries it
        asked = t("A meeting has no agenda yet"), t("Write the agenda"), "works.change"
    elif leads and _is_to_invite(session, one, day, zone):
        asked = t("A meeting has no invitations yet"), t("Invite"), "works.invite"
    elif leads and still_to_tell(session, MEETINGS, one, day, zone):
        asked = (
            t("Structures without an e-mail address are to be told of a meeting"),
            t("Tell them"),
            "works.show",
        )
        anchor = "told"
    elif one.host_id in _spoken(session, viewer, day):
        asked = t("You host a meeting"), t("See the meeting"), "works.show"
    else:
        return None
    return _step(one, *asked, due_on=local_day(one.starts_at, zone), anchor=anchor)


def _word_of_end(session: Session, one: WorkMeeting, day: date, zone: str) -> NextStep | None:
    if not still_to_tell(session, MEETINGS, one, day, zone):
        return None
    sentence = t("Structures without an e-mail address are to be told that a meeting is not held")
    day_of = local_day(one.starts_at, zone)
    return _step(one, sentence, t("Tell them"), "works.show", due_on=day_of, anchor="told")


def _step(
    one: WorkMeeting, sentence: Text, act: Text, endpoint: str, *, due_on: date, anchor: str
) -> NextStep:
    page = {"work_id": one.work_id, "meeting_id": one.id}
    return NextStep(
        key=f"works.meeting.{one.id}", sentence=sentence, act=act, endpoint=endpoint,
        values=page | ({"_anchor": anchor} if anchor else {}), about=f"{one.work.title}, {one.title}",
        due_on=due_on, icon="calendar", permission=SIGNED_IN, weight=42,
    )  # fmt: skip
