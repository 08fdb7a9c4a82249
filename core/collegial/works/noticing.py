"""What is told of common works: who asks to take part, the answer, the meetings."""

from sqlalchemy import select

from collegial.hooks.noticing import LETTER_WAYS, NOBODY, Audience, NoticeKind, NoticeWay, Told
from collegial.kernel.events import Context
from collegial.kernel.text import Text, t
from collegial.works.events import (
    MeetingInvited,
    ParticipationAccepted,
    ParticipationAsked,
    ParticipationRefused,
    WorkCalledOff,
    WorkMeetingCalledOff,
    WorkMeetingMoved,
)
from collegial.works.models import Participation, Work, WorkMeeting
from collegial.works.permissions import MANAGE
from collegial.works.queries import concerned
from collegial.works.rules import ParticipationState


def _about(context: Context, work_id: int, sentence: Text) -> Told:
    title = context.session.get_one(Work, work_id).title
    return Told(sentence=sentence, endpoint="works.conditions", values={"work_id": work_id}, about=title)


def _asked(context: Context, event: ParticipationAsked) -> Told:
    said = _about(context, event.work, t("A structure asks to take part"))
    values = {"work_id": event.work, "participation_id": event.participation}
    return Told(sentence=said.sentence, endpoint="works.statement", values=values, about=said.about)


def _answered(context: Context, event: ParticipationAccepted | ParticipationRefused) -> Told:
    """Say that a structure takes part, which it need not have asked for; or that its request was answered."""
    if isinstance(event, ParticipationAccepted):
        return _about(context, event.work, t("Your structure takes part"))
    return _about(context, event.work, t("Your request to take part was answered"))


def _invited(context: Context, event: MeetingInvited) -> Told:
    said = _about(context, event.work, t("You are invited to a meeting"))
    values = {"work_id": event.work, "meeting_id": event.meeting}
    return Told(sentence=said.sentence, endpoint="works.show", values=values, about=said.about)


def _news(context: Context, event: WorkMeetingMoved | WorkMeetingCalledOff) -> Told:
    is_moved = isinstance(event, WorkMeetingMoved)
    sentence = t("A meeting is moved") if is_moved else t("A meeting is not held")
    said = _about(context, event.work, sentence)
    values = {"work_id": event.work, "meeting_id": event.meeting}
    return Told(sentence=said.sentence, endpoint="works.show", values=values, about=said.about)


def _invited_ones(context: Context, event: WorkMeetingMoved | WorkMeetingCalledOff) -> Audience:
    """Return who was invited to a meeting; nobody where the whole work is called off, of which they hear."""
    meeting = context.session.get_one(WorkMeeting, event.meeting)
    is_told = meeting.invited_at is not None and not meeting.work.is_off
    return _structures(context, event) if is_told else NOBODY


def _concerned(context: Context, event: WorkCalledOff) -> Audience:
    return Audience(actors=[one.actor_id for one in concerned(context.session, event.work)])


def _structures(
    context: Context, event: MeetingInvited | WorkMeetingMoved | WorkMeetingCalledOff
) -> Audience:
    taking_part = select(Participation.actor_id).where(
        Participation.work_id == event.work, Participation.state == ParticipationState.ACCEPTED
    )
    return Audience(actors=context.session.scalars(taking_part).all())


NOTICES = (
    NoticeKind(
        key="works.asked", label=t("A structure asks to take part"), events=(ParticipationAsked,), tell=_asked,
        audience=lambda _context, _event: Audience(holders=MANAGE), permission=MANAGE,
    ),
    NoticeKind(
        key="works.answered", label=t("Your request to take part is answered"),
        events=(ParticipationAccepted, ParticipationRefused),
        tell=_answered,
        audience=lambda _context, event: Audience(actors=(event.actor,)), usual=NoticeWay.PAGE, ways=LETTER_WAYS,
    ),
    NoticeKind(
        key="works.invited", label=t("You are invited to a meeting"), events=(MeetingInvited,), tell=_invited,
        audience=_structures, usual=NoticeWay.PAGE, ways=LETTER_WAYS,
    ),
    NoticeKind(
        key="works.meeting_news", label=t("A meeting to which you are invited is moved or called off"),
        events=(WorkMeetingMoved, WorkMeetingCalledOff), tell=_news, audience=_invited_ones,
        usual=NoticeWay.PAGE, ways=LETTER_WAYS,
    ),
    NoticeKind(
        key="works.called_off", label=t("A work in which you take part is called off"), events=(WorkCalledOff,),
        tell=lambda context, event: _about(context, event.work, t("A common work is called off")),
        audience=_concerned, usual=NoticeWay.PAGE, ways=LETTER_WAYS,
    ),
)  # fmt: skip
