"""Show the groups, their mandate and who belongs to them; let those who may change them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.actors.models import Actor
from collegial.actors.queries import actors_named, told_apart
from collegial.actors.rules import fold
from collegial.groups import queries, services
from collegial.groups.forms import KINDS, GroupForm, JoinForm, LeaveForm, MandateForm
from collegial.groups.models import Group, GroupKind
from collegial.groups.showing import shown_group
from collegial.kernel.errors import Invalid, Missing
from collegial.kernel.text import t
from collegial.web.acting import make_or_show
from collegial.web.forms import Form, row_number
from collegial.web.languages import say
from collegial.web.request import act, session, viewer


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
    return _page(shown_group(key))


def describe(key: str) -> ResponseReturnValue:
    """Change the name and the mandate of a group."""
    group = shown_group(key)
    form = MandateForm(obj=group)
    status = form.attempt(
        lambda: services.describe_group(act(), group, name=form.name.data, mandate=form.mandate.data or "")
    )
    if status is None:
        return redirect(url_for("groups.show", key=key))
    return render_template("groups/describe.html", group=group, form=form), status


def join(key: str) -> ResponseReturnValue:
    """Let somebody belong to a group."""
    group, form = shown_group(key), JoinForm(prefix="join")
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
    group, form = shown_group(key), LeaveForm(prefix=f"leave-{actor_id}")
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
        names = ", ".join(told_apart(found))
        raise Invalid(
            "groups.several", t("Write more of the name. It may be: %(names)s.", names=names), field="actor"
        )
    return found[0]
