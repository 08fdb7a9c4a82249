"""Name who votes for an actor, or who holds together, and end it."""

from collections.abc import Callable
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.actors import queries, services
from collegial.actors.forms import EndForm, GuardianForm, PersonChoiceForm
from collegial.actors.models import Actor, ActorKind, GuardianKind
from collegial.actors.views.loading import visible_actor
from collegial.kernel.errors import Invalid
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.request import act, session

LONGEST_SEARCH = 100
REPRESENTATIVE, MANAGER, GUARDIAN, HOLDER = "representative", "manager", "guardian", "holder"


def name_representative(actor_id: int) -> ResponseReturnValue:
    """Name who votes for an organisation, or the manager of joint holders."""
    actor = visible_actor(actor_id)
    return _choose(
        actor,
        MANAGER if actor.is_joint else REPRESENTATIVE,
        PersonChoiceForm(data={"starts_on": act().today}),
        lambda person, form: services.name_representative(act(), actor, person, form.starts_on.data),
    )


def name_guardian(actor_id: int) -> ResponseReturnValue:
    """Name the legal representative of a minor."""
    actor = visible_actor(actor_id)
    form = GuardianForm(data={"starts_on": act().today})
    return _choose(
        actor,
        GUARDIAN,
        form,
        lambda person, _: services.name_guardian(
            act(), actor, person, kind=GuardianKind(form.kind.data), starts_on=form.starts_on.data
        ),
    )


def add_holder(actor_id: int) -> ResponseReturnValue:
    """Add a person to joint holders."""
    actor = visible_actor(actor_id)
    return _choose(
        actor,
        HOLDER,
        PersonChoiceForm(data={"starts_on": act().today}),
        lambda person, form: services.add_holder(act(), actor, person, form.starts_on.data),
    )


def end_representative(actor_id: int) -> ResponseReturnValue:
    """End what a representative may do."""
    actor = visible_actor(actor_id)
    role = MANAGER if actor.is_joint else REPRESENTATIVE
    return _end(actor, role, lambda day: services.end_representative(act(), actor, day))


def end_guardian(actor_id: int) -> ResponseReturnValue:
    """End what a guardian may do."""
    actor = visible_actor(actor_id)
    return _end(actor, GUARDIAN, lambda day: services.end_guardian(act(), actor, day))


def end_holder(actor_id: int, person_id: int) -> ResponseReturnValue:
    """End a person's time among joint holders."""
    actor, person = visible_actor(actor_id), visible_actor(person_id)
    return _end(actor, HOLDER, lambda day: services.end_holder(act(), actor, person, day))


def _choose(
    actor: Actor,
    role: str,
    form: PersonChoiceForm,
    name: Callable[[Actor, PersonChoiceForm], object],
) -> ResponseReturnValue:
    words = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    found = queries.persons_named(session(), words)
    form.offer(found)

    def write() -> str:
        name(_chosen(form), form)
        return _page(actor)

    made = form.make(write)
    if isinstance(made, str):
        return redirect(made)
    return render_template(
        "actors/choose.html",
        form=form,
        actor=actor,
        role=role,
        words_sought=words,
        found=found,
        most=queries.MOST_PERSONS,
    ), made


def _chosen(form: PersonChoiceForm) -> Actor:
    """Return the person who was chosen, or add the one whose name was written."""
    is_new = bool(form.given_name.data or form.family_name.data)
    if form.person.data and is_new:
        raise Invalid(
            "actors.person_twice",
            t("Choose someone found, or write a new name, not both."),
            field="family_name",
        )
    if form.person.data:
        return queries.actor(session(), int(form.person.data))
    if not (form.given_name.data and form.family_name.data):
        raise Invalid(
            "actors.person_missing",
            t("Choose someone found, or write the given name and the family name of a new person."),
            field="person" if form.person.choices else "family_name",
        )
    given, family = form.given_name.data.strip(), form.family_name.data.strip()
    return services.add_actor(
        act(), kind=ActorKind.PERSON, name=f"{given} {family}", given_name=given, family_name=family,
        email=form.email.data,
    )  # fmt: skip


def _end(actor: Actor, role: str, end: Callable[[date], object]) -> ResponseReturnValue:
    form = EndForm(data={"ends_on": act().today})
    status = form.attempt(lambda: end(form.ends_on.data))
    if status is None:
        flash(say(t("The end is recorded; what was before stays in the list.")), "success")
        return redirect(_page(actor))
    return render_template("actors/end.html", form=form, actor=actor, role=role), status


def _page(actor: Actor) -> str:
    return url_for("actors.show", actor_id=actor.id, _anchor="standing")
