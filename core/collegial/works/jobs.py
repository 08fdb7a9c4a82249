"""What common works write by themselves: the answer to a structure, the invitation to a meeting."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from collegial.actors.models import Actor
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.naming import calendar_name
from collegial.kernel.text import Text, t
from collegial.works.calendars import calendar_of
from collegial.works.mailing import letter_to
from collegial.works.models import Participation, WorkMeeting
from collegial.works.services.finishing import CALLED_OFF
from collegial.works.services.meeting import INVITATION
from collegial.works.services.participating import ANSWER
from collegial.works.showing import meeting_address


def send_answer(context: Context, payload: Mapping[str, Any]) -> None:
    """Tell a structure whether it takes part; repeated, it is told again, which misleads nobody."""
    row = context.session.get_one(Participation, payload["participation"])
    letter = letter_to(
        context.session, row.actor, day=context.today, template="works/mail/answer.txt",
        subject=t("the answer to your request to take part"),
        path=url_for("works.conditions", work_id=row.work_id),
        given={"row": row},
    )  # fmt: skip
    if letter:
        letter.send()


def send_invitation(context: Context, payload: Mapping[str, Any]) -> None:
    """Invite a structure, with the meeting for its calendar; the calendar keeps one of two equal invitations."""
    meeting = context.session.get_one(WorkMeeting, payload["meeting"])
    subject = t("invitation to “%(title)s”", title=meeting.title)
    _send_with_calendar(context, meeting, payload["actor"], subject, template="works/mail/invitation.txt")


def send_called_off(context: Context, payload: Mapping[str, Any]) -> None:
    """Tell a structure that was invited that a meeting is not held, with what takes it out of its calendar."""
    meeting = context.session.get_one(WorkMeeting, payload["meeting"])
    subject = t("“%(title)s” is not held", title=meeting.title)
    _send_with_calendar(context, meeting, payload["actor"], subject, template="works/mail/called_off.txt")


def _send_with_calendar(
    context: Context, meeting: WorkMeeting, actor_id: int, subject: Text, *, template: str
) -> None:
    actor = context.session.get_one(Actor, actor_id)
    letter = letter_to(
        context.session, actor, day=context.today, template=template, subject=subject,
        path=url_for("works.show", work_id=meeting.work_id, meeting_id=meeting.id),
        given={"meeting": meeting, "actor": actor},
    )  # fmt: skip
    if letter:
        body = calendar_of([meeting], address=meeting_address, now=context.clock.now())
        letter.attach(calendar_name(meeting.title), body.decode(), "text/calendar")
        letter.send()


JOBS = (
    Job(key=ANSWER, label=t("Answer to an offer to take part"), run=send_answer),
    Job(key=CALLED_OFF, label=t("Word that a meeting is not held"), run=send_called_off),
    Job(key=INVITATION, label=t("Invitation to a meeting"), run=send_invitation),
)
