"""What common works write by themselves: the answer to a structure, the letters about a meeting."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from collegial.actors.mailing import letter_to
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.meetings.jobs import jobs_of
from collegial.works.meetings import MEETINGS
from collegial.works.models import Participation
from collegial.works.services.participating import ANSWER


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


JOBS = (Job(key=ANSWER, label=t("Answer to an offer to take part"), run=send_answer), *jobs_of(MEETINGS))
