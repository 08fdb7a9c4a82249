"""What common works ask of those who lead them, and of those who receive the others, for the dashboard."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from collegial.actors.queries import spoken_for
from collegial.hooks.contracts import NextStep
from collegial.kernel.clock import local_day
from collegial.kernel.permissions import SIGNED_IN, Viewer
from collegial.kernel.text import nt, t
from collegial.works.mailing import reader_of
from collegial.works.models import Participation, WorkMeeting
from collegial.works.permissions import MANAGE
from collegial.works.queries import participations
from collegial.works.rules import ParticipationState

_MOST = 5
AHEAD = timedelta(days=14)


def steps(session: Session, viewer: Viewer, day: date, zone: str) -> Iterator[NextStep]:
    """Say who asks to take part, and which meetings of the next fortnight are the reader's to lead or to host."""
    if viewer.may(MANAGE):
        yield from _requests(session)
    if viewer.actor_id is not None or viewer.may(MANAGE):
        for one in _meetings(session, viewer, day, zone):
            yield _meeting(one, viewer, zone, to_invite=_is_to_invite(session, viewer, one, day))


def _requests(session: Session) -> Iterator[NextStep]:
    asked = select(func.count(Participation.id)).where(Participation.state == ParticipationState.ASKED)
    number = session.scalar(asked) or 0
    if number:
        yield NextStep(
            key="works.requests",
            sentence=nt(
                "%(count)d structure asks to take part", "%(count)d structures ask to take part", number
            ),
            act=t("Reply"), endpoint="works.index", values={"_anchor": "hopes"}, icon="group",
            permission=MANAGE, weight=41,
        )  # fmt: skip


def _meetings(session: Session, viewer: Viewer, day: date, zone: str) -> Iterable[WorkMeeting]:
    start = datetime.combine(day, datetime.min.time(), ZoneInfo(zone))
    coming = select(WorkMeeting).where(
        WorkMeeting.starts_at >= start,
        WorkMeeting.starts_at < start + AHEAD,
        WorkMeeting.called_off_at.is_(None),
    )
    if not viewer.may(MANAGE) and viewer.actor_id is not None:
        spoken = spoken_for(viewer.actor_id, day)
        coming = coming.where((WorkMeeting.host_id == viewer.actor_id) | WorkMeeting.host_id.in_(spoken))
    loads = (joinedload(WorkMeeting.work), joinedload(WorkMeeting.host))
    return session.scalars(coming.options(*loads).order_by(WorkMeeting.starts_at).limit(_MOST)).all()


def _is_to_invite(session: Session, viewer: Viewer, one: WorkMeeting, day: date) -> bool:
    """Tell whether invitations are still to be sent, and would reach somebody."""
    if not viewer.may(MANAGE) or one.invited_at is not None:
        return False
    return any(reader_of(session, part.actor, day) for part in participations(session, one.work_id))


def _meeting(one: WorkMeeting, viewer: Viewer, zone: str, *, to_invite: bool) -> NextStep:
    leads = viewer.may(MANAGE)
    if to_invite:
        sentence, act = t("A meeting has no invitations yet"), t("Invite")
    else:
        sentence = t("A meeting is to be prepared") if leads else t("You host a meeting")
        act = t("Prepare it")
    return NextStep(
        key=f"works.meeting.{one.id}", sentence=sentence, act=act, endpoint="works.show",
        values={"work_id": one.work_id, "meeting_id": one.id}, about=f"{one.work.title}, {one.title}",
        due_on=local_day(one.starts_at, zone), icon="calendar", permission=SIGNED_IN, weight=42,
    )  # fmt: skip
