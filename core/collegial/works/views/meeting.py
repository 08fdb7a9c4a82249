"""A meeting of a work: its facts, its host, who came, what was decided."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.actors.models import Actor
from collegial.kernel.naming import calendar_name
from collegial.kernel.text import Text, t
from collegial.meetings.acting import (
    InviteWords,
    call_off_page,
    change_lead,
    change_over,
    invite_page,
    news_facts,
    other_facts,
    to_phone,
)
from collegial.meetings.calendars import calendar_of
from collegial.meetings.showing import address_in, path_of
from collegial.web.acting import FormPage, form_act
from collegial.web.forms import row_number
from collegial.web.hours import local
from collegial.web.languages import say
from collegial.web.request import act, session, viewer
from collegial.works import queries, services
from collegial.works.forms import AttendanceForm, WorkDecisionForm, WorkMeetingForm
from collegial.works.meetings import MEETINGS
from collegial.works.models import Work, WorkMeeting
from collegial.works.permissions import MANAGE
from collegial.works.services import WorkMeetingFields
from collegial.works.services.meeting import attendable
from collegial.works.showing import Crumbs, crumbs, parties_of, shown_work

_INVITE = InviteWords(
    title=t("Invite those who take part"),
    lead=t(
        "Each structure gets the meeting for its calendar, at its own address or that of who represents it."
    ),
    nobody=t("No structure takes part with a statement of its own yet: there is nobody to invite."),
    unreached=t(
        "No structure that takes part has an e-mail address, nor does anyone who represents one: add the addresses in"
        " the directory, then invite them; or tell them by telephone, and note it on the page of the meeting."
    ),
)


def plan(work_id: int) -> ResponseReturnValue:
    """Plan a meeting."""
    work, form = shown_work(work_id), WorkMeetingForm()
    form.before_it()
    form.offer([one.actor for one in queries.participations(session(), work_id)])
    page = FormPage(
        title=t("Plan a meeting"), eyebrow=work.title, submit=t("Plan the meeting"), crumbs=crumbs(work)
    )
    return form_act(
        form, lambda: services.plan_meeting(act(), work_id=work.id, fields=_fields(form)), page,
        done=_planned(form),
        to=url_for("works.conditions", work_id=work_id, _anchor="meetings"),
    )  # fmt: skip


def _planned(form: WorkMeetingForm) -> Text:
    """Lead to the invitations of a meeting that is to come; one that was held is written down."""
    if form.starts_at.data is not None and form.starts_at.data <= local(act().clock.now()):
        return t("The meeting is recorded. Write down who came and what was decided.")
    return t("The meeting is planned. Invite those who take part.")


def show(work_id: int, meeting_id: int) -> ResponseReturnValue:
    """Show a meeting."""
    return _page(shown_work(work_id), queries.meeting(session(), work_id, meeting_id))


def change(work_id: int, meeting_id: int) -> ResponseReturnValue:
    """Change a meeting, or write its minutes once it has begun."""
    work, found = shown_work(work_id), queries.meeting(session(), work_id, meeting_id)
    form = WorkMeetingForm()
    if not (_is_over(found) or found.minutes):
        form.before_it()
    if not form.is_submitted():
        form.process(obj=found)
        form.starts_at.data = found.starts_at.astimezone(ZoneInfo(act().zone)).replace(tzinfo=None)
    hosts = [one.actor for one in queries.participations(session(), work_id)]
    gone = [found.host] if found.host and found.host_id not in {one.id for one in hosts} else []
    form.offer([*hosts, *gone])
    lead = change_lead(found)
    page = FormPage(
        title=t("Change the meeting"), eyebrow=work.title, submit=t("Save"), crumbs=_way(work, found),
        lead=lead, facts=[*news_facts(MEETINGS, found), *other_facts(_others(work))] if lead else (),
        over=change_over(found),
    )  # fmt: skip
    seen = row_number(form.revision.data) or 0
    return form_act(
        form, lambda: services.change_meeting(act(), found, _fields(form), seen=seen), page,
        done=t("The meeting is saved."), to=_to(found),
    )  # fmt: skip


def invite(work_id: int, meeting_id: int) -> ResponseReturnValue:
    """Write to all who take part, once it is said how many that reaches."""
    work, found = shown_work(work_id), queries.meeting(session(), work_id, meeting_id)
    return invite_page(
        MEETINGS, found, lambda: services.invite_to_meeting(act(), found), _INVITE, crumbs=_way(work, found),
        others=_others(work),
    )  # fmt: skip


def call_off(work_id: int, meeting_id: int) -> ResponseReturnValue:
    """Call one meeting off, with a reason."""
    work, found = shown_work(work_id), queries.meeting(session(), work_id, meeting_id)
    return call_off_page(
        MEETINGS, found, lambda reason: services.call_off_meeting(act(), found, reason=reason),
        crumbs=_way(work, found), others=_others(work),
    )  # fmt: skip


def told(work_id: int, meeting_id: int, actor_id: int) -> ResponseReturnValue:
    """Note that a structure was told by telephone."""
    shown_work(work_id)
    found = queries.meeting(session(), work_id, meeting_id)
    services.note_told(act(), found, actor_id=actor_id)
    flash(say(t("It is noted that the structure was told.")), "success")
    return redirect(path_of(MEETINGS, found, _anchor="told"))


def attend(work_id: int, meeting_id: int) -> ResponseReturnValue:
    """Record who came."""
    work, found = shown_work(work_id), queries.meeting(session(), work_id, meeting_id)
    form = AttendanceForm()
    form.offer([one.actor for one in attendable(act(), found)], [one.actor_id for one in found.attendance])
    page = FormPage(
        title=t("Record who came"), eyebrow=found.title, submit=t("Record who came"), crumbs=_way(work, found)
    )
    return form_act(
        form,
        lambda: services.record_attendance(act(), found, present=[one or 0 for one in form.present.data or ()]),
        page, done=t("The attendance is recorded."), to=_to(found),
    )  # fmt: skip


def decide(work_id: int, meeting_id: int) -> ResponseReturnValue:
    """Record a decision."""
    work, found = shown_work(work_id), queries.meeting(session(), work_id, meeting_id)
    form = WorkDecisionForm()
    page = FormPage(
        title=t("Record a decision"), eyebrow=found.title, submit=t("Record the decision"),
        crumbs=_way(work, found),
    )  # fmt: skip
    return form_act(
        form, lambda: services.record_decision(act(), found, text=form.text.data), page,
        done=t("The decision is recorded."), to=_to(found),
    )  # fmt: skip


def calendar(work_id: int, meeting_id: int) -> Response:
    """Give a meeting for a calendar."""
    shown_work(work_id)
    found = queries.meeting(session(), work_id, meeting_id)
    body = calendar_of([found], address=address_in(MEETINGS), now=act().clock.now())
    headers = {"Content-Disposition": f'attachment; filename="{calendar_name(found.title)}"'}
    return Response(body, mimetype="text/calendar", headers=headers)


def _page(work: Work, found: WorkMeeting) -> str:
    return render_template(
        "works/meeting.html", work=work, meeting=found, crumbs=crumbs(work),
        is_over=_is_over(found),
        others=_others(work) if viewer().may(MANAGE) and not _is_over(found) else (),
        missed=to_phone(MEETINGS, found) if viewer().may(MANAGE) else (),
    )  # fmt: skip


def _others(work: Work) -> Sequence[Actor]:
    """Return whom the module counts among those who take part; nobody writes to them, for they stated nothing."""
    return queries.actors_by_name(session(), parties_of(work)[work.id])


def _is_over(found: WorkMeeting) -> bool:
    return found.starts_at <= act().clock.now()


def _way(work: Work, found: WorkMeeting) -> Crumbs:
    return [*crumbs(work), (found.title, _to(found))]


def _to(found: WorkMeeting) -> str:
    return path_of(MEETINGS, found)


def _fields(form: WorkMeetingForm) -> WorkMeetingFields:
    return WorkMeetingFields(
        title=form.title.data, starts_at=form.starts_at.data.replace(tzinfo=ZoneInfo(act().zone)),
        minutes_long=form.minutes_long.data, host_id=form.host_id.data, place=form.place.data or "",
        agenda=form.agenda.data or "", minutes=(form.minutes and form.minutes.data) or "",
    )  # fmt: skip
