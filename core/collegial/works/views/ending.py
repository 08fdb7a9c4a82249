"""A work that is called off as a whole, with its meetings to come."""

from flask import url_for
from flask.typing import ResponseReturnValue

from collegial.actors.mailing import out_of_reach
from collegial.kernel.text import t
from collegial.meetings.acting import Facts, other_facts, reach_facts
from collegial.meetings.mailing import Reach
from collegial.web.acting import FormPage, Over, form_act
from collegial.web.request import act, session
from collegial.works import queries, services
from collegial.works.forms import CallOffWorkForm
from collegial.works.models import Work
from collegial.works.showing import address_of, crumbs, ending_facts, kinds, parties_of, shown_work, this_day


def call_off_work(work_id: int) -> ResponseReturnValue:
    """Call a work off with a reason, once it is said what falls with it and who gets word."""
    work, form = shown_work(work_id), CallOffWorkForm()
    title = t("Call off “%(work)s”", work=work.title)
    page = FormPage(
        title=title, submit=title, eyebrow=kinds()[work.kind].label, tone="danger",
        icon="remove", lead=t(
            "It cannot be taken back. Nobody joins it any more, and its meetings to come are called off. Its page"
            " stays, says so, and keeps what was done."
        ),
        facts=[*ending_facts(work.id), *_told(work)], crumbs=crumbs(work), back=(t("Not now"), address_of(work)),
        over=_over(work),
    )  # fmt: skip
    return form_act(
        form, lambda: services.call_off_work(act(), work_id=work.id, reason=form.reason.data or ""), page,
        done=t("The work is called off."), to=url_for("works.conditions", work_id=work.id),
    )  # fmt: skip


def _told(work: Work) -> Facts:
    guests = [one.actor for one in queries.concerned(session(), work.id)]
    reach = Reach(guests=guests, missed=out_of_reach(session(), guests, this_day()))
    return [*reach_facts(reach), *other_facts(queries.actors_by_name(session(), parties_of(work)[work.id]))]


def _over(work: Work) -> Over | None:
    why = services.why_not_call_off(work)
    return Over(why=why, at=work.called_off_at) if why else None
