"""The meetings of a group: plan them, invite its members, write what was said."""

from zoneinfo import ZoneInfo

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.groups import services
from collegial.groups.forms import MeetingForm
from collegial.groups.meetings import MEETINGS
from collegial.groups.models import Group, GroupMeeting
from collegial.groups.services import MeetingFields
from collegial.groups.showing import shown_group, shown_meeting, way_to
from collegial.kernel.text import Text, t
from collegial.meetings.acting import (
    InviteWords,
    call_off_page,
    change_lead,
    change_over,
    invite_page,
    news_facts,
    to_phone,
)
from collegial.meetings.calendars import calendar_of
from collegial.meetings.showing import address_in, path_of
from collegial.web.acting import act_over
from collegial.web.forms import row_number
from collegial.web.hours import local
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, viewer

_INVITE = InviteWords(
    title=t("Invite the members of the group"),
    lead=t("Each member gets the meeting for a calendar, at its own address or that of who represents it."),
    nobody=t("Nobody belongs to this group on the day of the meeting: there is nobody to invite."),
    unreached=t(
        "No member of the group has an e-mail address, nor does anyone who represents one: add the addresses in the"
        " directory, then invite them; or tell them by telephone, and note it on the page of the meeting."
    ),
)


def plan(key: str) -> ResponseReturnValue:
    """Plan a meeting of a group."""
    group, form = shown_group(key), MeetingForm()
    form.before_it()
    status = form.attempt(lambda: services.plan_meeting(act(), group, _fields(form)))
    if status is not None:
        return render_template("groups/plan.html", group=group, form=form, meeting=None), status
    flash(say(_planned(form)), "success")
    return redirect(url_for("groups.show", key=key, _anchor="meetings"))


def _planned(form: MeetingForm) -> Text:
    """Lead to the invitations of a meeting that is to come."""
    if form.starts_at.data is not None and form.starts_at.data <= local(act().clock.now()):
        return t("The meeting is in the group’s calendar.")
    return t("The meeting is in the group’s calendar. Invite its members.")


def meeting(key: str, meeting_id: int) -> ResponseReturnValue:
    """Show a meeting: when, where, its agenda, what was said."""
    group = shown_group(key)
    found = shown_meeting(group, meeting_id)
    may_meet = services.may_minute(viewer())
    return render_template(
        "groups/meeting.html", group=group, meeting=found, may_meet=may_meet,
        is_over=_is_over(found), missed=to_phone(MEETINGS, found) if may_meet else (),
    )  # fmt: skip


def change(key: str, meeting_id: int) -> ResponseReturnValue:
    """Change a meeting, or write what was said once it has begun."""
    group = shown_group(key)
    found = shown_meeting(group, meeting_id)
    form = MeetingForm()
    if not (_is_over(found) or found.minutes):
        form.before_it()
    if not form.is_submitted():
        form.process(obj=found)
        form.starts_at.data = found.starts_at.astimezone(_zone()).replace(tzinfo=None)
    seen = row_number(form.revision.data) or 0
    status = form.attempt(lambda: services.change_meeting(act(), found, _fields(form), seen=seen))
    over = change_over(found)
    if status is not None and over is not None:
        return act_over(t("Change the meeting"), over, crumbs=_way(group, found), eyebrow=group.name), status
    if status is not None:
        lead = change_lead(found)
        return render_template(
            "groups/plan.html", group=group, form=form, meeting=found, lead=lead,
            facts=news_facts(MEETINGS, found) if lead else (),
        ), status  # fmt: skip
    flash(say(t("The meeting is saved.")), "success")
    return redirect(url_for("groups.meeting", key=key, meeting_id=meeting_id))


def invite(key: str, meeting_id: int) -> ResponseReturnValue:
    """Write to the members, once it is said how many that reaches."""
    group = shown_group(key)
    found = shown_meeting(group, meeting_id)
    return invite_page(
        MEETINGS, found, lambda: services.invite_to_meeting(act(), found), _INVITE, crumbs=_way(group, found)
    )


def call_off(key: str, meeting_id: int) -> ResponseReturnValue:
    """Call a meeting off, with a reason."""
    group = shown_group(key)
    found = shown_meeting(group, meeting_id)
    return call_off_page(
        MEETINGS, found, lambda reason: services.call_off_meeting(act(), found, reason=reason),
        crumbs=_way(group, found),
    )  # fmt: skip


def told(key: str, meeting_id: int, actor_id: int) -> ResponseReturnValue:
    """Note that a member was told by telephone."""
    found = shown_meeting(shown_group(key), meeting_id)
    services.note_told(act(), found, actor_id=actor_id)
    flash(say(t("It is noted that the member was told.")), "success")
    return redirect(path_of(MEETINGS, found, _anchor="told"))


def calendar(key: str, meeting_id: int) -> Response:
    """Give a meeting for a calendar."""
    group = shown_group(key)
    found = shown_meeting(group, meeting_id)
    body = calendar_of([found], address=address_in(MEETINGS), now=act().clock.now())
    headers = {"Content-Disposition": f'attachment; filename="{key}-{meeting_id}.ics"'}
    return Response(body, mimetype="text/calendar", headers=headers)


def _fields(form: MeetingForm) -> MeetingFields:
    return MeetingFields(
        title=form.title.data, starts_at=form.starts_at.data.replace(tzinfo=_zone()),
        minutes_long=form.minutes_long.data, place=form.place.data or "", agenda=form.agenda.data or "",
        minutes=(form.minutes and form.minutes.data) or "",
    )  # fmt: skip


def _is_over(found: GroupMeeting) -> bool:
    return found.starts_at <= act().clock.now()


def _zone() -> ZoneInfo:
    return ZoneInfo(current_program().settings.pays.zone)


def _way(group: Group, found: GroupMeeting) -> list[tuple[Text | str, str]]:
    return [*way_to(group), (found.title, path_of(MEETINGS, found))]
