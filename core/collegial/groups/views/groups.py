"""Show the groups, their mandate, who belongs to them and their meetings; let those who may change them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.actors.models import Actor
from collegial.actors.queries import actors_named
from collegial.actors.rules import fold
from collegial.groups import queries, services
from collegial.groups.calendar import calendar_of
from collegial.groups.forms import KINDS, GroupForm, JoinForm, LeaveForm, MandateForm, MeetingForm
from collegial.groups.models import Group, GroupKind, GroupMeeting
from collegial.groups.services import MeetingFields
from collegial.kernel.days import later
from collegial.kernel.errors import Invalid, Missing
from collegial.kernel.text import t
from collegial.web.acting import make_or_show
from collegial.web.forms import Form, row_number
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer
from collegial.web.routing import LARGEST_NUMBER


def index() -> ResponseReturnValue:
    """Show every group with its members of today."""
    context = act()
    today = context.today
    found = queries.groups_with_members(session(), today)
    return render_template("groups/index.html", groups=found, today=today)


def create() -> ResponseReturnValue:
    """Form a group."""
    form = GroupForm()
    return make_or_show(form, lambda: _created(form), "groups/create.html")


def _created(form: GroupForm) -> str:
    group = services.create_group(
        act(), key=queries.free_key(session(), form.name.data), name=form.name.data, kind=GroupKind(form.kind.data),
        mandate=form.mandate.data or None,
    )  # fmt: skip
    return url_for("groups.show", key=group.key)


def show(key: str) -> ResponseReturnValue:
    """Show a group: its mandate, everyone who is or was in it, its meetings."""
    return _page(_group(key))


def describe(key: str) -> ResponseReturnValue:
    """Change the name and the mandate of a group."""
    group = _group(key)
    form = MandateForm(obj=group)
    status = form.attempt(
        lambda: services.describe_group(act(), group, name=form.name.data, mandate=form.mandate.data or "")
    )
    if status is None:
        return redirect(url_for("groups.show", key=key))
    return render_template("groups/describe.html", group=group, form=form), status


def join(key: str) -> ResponseReturnValue:
    """Let somebody belong to a group."""
    group, form = _group(key), JoinForm(prefix="join")
    meant = _to_be_sure_of(form)
    if meant is not None:
        return render_template("groups/sure.html", group=group, form=form, meant=meant)
    status = form.attempt(
        lambda: services.add_group_member(
            act(), group, _named(form.actor.data), starts_on=form.starts_on.data,
            title=form.title.data or None, term_ends_on=form.term_ends_on.data,
        )
    )  # fmt: skip
    if status is not None:
        return _page(group, {"join": form}, status, stranger=_stranger(form))
    flash(say(t("The group has a new member.")), "success")
    return redirect(url_for("groups.show", key=key))


def _stranger(form: JoinForm) -> str:
    """Return a name that nobody in the directory has; empty where someone has it, or none was written."""
    words = (form.actor.data or "").strip()
    return words if words and not actors_named(session(), words) else ""


def _to_be_sure_of(form: JoinForm) -> Actor | None:
    """Return whom less than a whole name found, until somebody says that it is the one: it may be another.

    None where nobody or several were found: `join` then says so.
    """
    if not form.validate_on_submit():
        return None
    found = actors_named(session(), form.actor.data)
    if len(found) != 1 or found[0].search_name == fold(form.actor.data):
        return None
    return found[0] if row_number(form.sure.data) != found[0].id else None


def leave(key: str, actor_id: int) -> ResponseReturnValue:
    """End somebody's time in a group."""
    group, form = _group(key), LeaveForm(prefix=f"leave-{actor_id}")
    actor = session().get(Actor, actor_id)
    if actor is None:
        raise Missing("groups.no_actor", t("There is nobody at this address."))
    status = form.attempt(
        lambda: services.end_group_membership(act(), group, actor, ends_on=form.ends_on.data)
    )
    if status is not None:
        return _page(group, {f"leave-{actor_id}": form}, status)
    flash(say(t("The end is recorded. The past stays.")), "success")
    return redirect(url_for("groups.show", key=key))


def plan(key: str) -> ResponseReturnValue:
    """Plan a meeting of a group."""
    group, form = _group(key), MeetingForm()
    form.before_it()
    status = form.attempt(lambda: services.plan_meeting(act(), group, _fields(form)))
    if status is not None:
        return render_template("groups/plan.html", group=group, form=form, meeting=None), status
    flash(say(t("The meeting is in the group’s calendar.")), "success")
    return redirect(url_for("groups.show", key=key, _anchor="meetings"))


def meeting(key: str, meeting_id: int) -> ResponseReturnValue:
    """Show a meeting: when, where, its agenda, what was said."""
    group = _group(key)
    found = _meeting(group, meeting_id)
    return render_template(
        "groups/meeting.html", group=group, meeting=found, may_meet=services.may_minute(viewer()),
        is_over=_is_over(found),
    )  # fmt: skip


def change(key: str, meeting_id: int) -> ResponseReturnValue:
    """Change a meeting, or write what was said once it has begun."""
    group = _group(key)
    found = _meeting(group, meeting_id)
    form = MeetingForm()
    if not (_is_over(found) or found.minutes):
        form.before_it()
    if not form.is_submitted():
        form.process(obj=found)
        form.starts_at.data = found.starts_at.astimezone(_zone()).replace(tzinfo=None)
    sent = str(form.revision.data or "")
    seen = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < len(str(LARGEST_NUMBER)) else 0
    status = form.attempt(lambda: services.change_meeting(act(), found, _fields(form), seen=seen))
    if status is not None:
        return render_template("groups/plan.html", group=group, form=form, meeting=found), status
    flash(say(t("The meeting is saved.")), "success")
    return redirect(url_for("groups.meeting", key=key, meeting_id=meeting_id))


def calendar(key: str, meeting_id: int) -> Response:
    """Give a meeting for a calendar."""
    group = _group(key)
    found = _meeting(group, meeting_id)
    settings = current_program().settings
    address = settings.public_address(url_for("groups.meeting", key=key, meeting_id=meeting_id))
    until = later(found.starts_at, timedelta(minutes=found.minutes_long))
    body = calendar_of(
        found, until=until, name=group.name, address=address, now=current_program().clock.now()
    )
    headers = {"Content-Disposition": f'attachment; filename="{key}-{meeting_id}.ics"'}
    return Response(body, mimetype="text/calendar", headers=headers)


def _page(
    group: Group, sent: dict[str, Form] | None = None, status: int = 200, *, stranger: str = ""
) -> ResponseReturnValue:
    memberships = queries.members_of(session(), group)
    today = act().today
    forms: dict[str, Form] = {"join": JoinForm(formdata=None, prefix="join", data={"starts_on": today})}
    for one in memberships:
        forms[f"leave-{one.actor_id}"] = LeaveForm(formdata=None, prefix=f"leave-{one.actor_id}")
    page = render_template(
        "groups/show.html",
        group=group,
        kinds=KINDS,
        memberships=memberships,
        stranger=stranger,
        today=today,
        meetings=queries.meetings_of(session(), group),
        forms={**forms, **(sent or {})},
        sent=next(iter((sent or {}).values()), None),
        may_meet=services.may_minute(viewer()),
    )
    return page, status


def _named(words: str) -> Actor:
    """Return the one actor that a name means; raise Invalid for nobody, or for several."""
    found = actors_named(session(), words)
    if not found:
        raise Invalid("groups.nobody", t("Nobody in the directory has this name."), field="actor")
    if len(found) > 1:
        names = ", ".join(one.name for one in found)
        raise Invalid(
            "groups.several", t("Write more of the name. It may be: %(names)s.", names=names), field="actor"
        )
    return found[0]


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


def _group(key: str) -> Group:
    group = queries.group_by_key(session(), key)
    if group is None:
        raise Missing("groups.none", t("There is no group at this address."))
    return group


def _meeting(group: Group, meeting_id: int) -> GroupMeeting:
    found = queries.meeting_of(session(), group, meeting_id)
    if found is None:
        raise Missing("groups.no_meeting", t("There is no such meeting."))
    return found
