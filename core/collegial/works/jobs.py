"""What common works write by themselves: the answer to a structure, that a work is called off, letters of meetings."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from collegial.actors.mailing import letter_to
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.naming import calendar_name
from collegial.kernel.text import Text, t
from collegial.meetings.calendars import calendar_of
from collegial.meetings.jobs import jobs_of
from collegial.meetings.showing import address_in
from collegial.works.meetings import MEETINGS
from collegial.works.models import Participation, WorkMeeting
from collegial.works.services.finishing import WORK_OFF
from collegial.works.services.participating import ANSWER


def send_answer(context: Context, payload: Mapping[str, Any]) -> None:
    """Tell a structure whether it takes part; repeated, it is told again, which misleads nobody."""
    row = context.session.get_one(Participation, payload["participation"])
    letter = letter_to(
        context.session, row.actor, day=context.today, template="works/mail/answer.txt",
        subject=_answer(row),
        path=url_for("works.conditions", work_id=row.work_id),
        given={"row": row},
    )  # fmt: skip
    if letter:
        letter.send()


def _answer(row: Participation) -> Text:
    """Return the subject of an answer; a structure that was entered never asked."""
    if row.refusal:
        return t("the answer to your request to take part")
    return t("%(structure)s takes part in “%(work)s”", structure=row.actor.name, work=row.work.title)


def send_called_off(context: Context, payload: Mapping[str, Any]) -> None:
    """Tell a structure once that a work is called off, with what takes all its meetings out of a calendar."""
    row = context.session.get_one(Participation, payload["participation"])
    off = [context.session.get_one(WorkMeeting, one) for one in payload["meetings"]]
    letter = letter_to(
        context.session, row.actor, day=context.today, template="works/mail/called_off.txt",
        subject=t("“%(work)s” is called off", work=row.work.title),
        path=url_for("works.conditions", work_id=row.work_id),
        given={"work": row.work, "meetings": off},
    )  # fmt: skip
    if letter:
        # what nobody was invited to stands in no calendar
        if invited := [one for one in off if one.invited_at is not None]:
            body = calendar_of(invited, address=address_in(MEETINGS), now=context.clock.now())
            letter.attach(calendar_name(row.work.title), body.decode(), "text/calendar")
        letter.send()


JOBS = (
    Job(key=ANSWER, label=t("Answer to an offer to take part"), run=send_answer),
    Job(key=WORK_OFF, label=t("Word that a common work is called off"), run=send_called_off),
    *jobs_of(MEETINGS),
)
