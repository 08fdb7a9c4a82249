"""Add an actor, and correct what the directory says of it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.actors import queries, services
from collegial.actors.forms import ActorForm, OrganisationForm, PersonForm
from collegial.actors.models import Actor, ActorKind
from collegial.actors.views.loading import visible_actor
from collegial.kernel.text import t
from collegial.web.acting import make_or_show
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session

PERSON, JOINT = "person", "joint"


def create(sort: str) -> ResponseReturnValue:
    """Add a person, an organisation or joint holders, once per form."""
    form = PersonForm() if sort == PERSON else OrganisationForm()
    form.offer(queries.families(session()), _languages())
    _propose_name(form)
    return make_or_show(
        form, lambda: url_for("actors.show", actor_id=_add(form, sort).id), "actors/new.html", sort=sort
    )


def _propose_name(form: ActorForm) -> None:
    """Fill in the name with which a page leads here, such as that of a candidate."""
    name = request.args.get("name", "").strip()
    if not name or form.is_submitted():
        return
    if isinstance(form, PersonForm):
        form.given_name.data, _, form.family_name.data = name.partition(" ")
    elif isinstance(form, OrganisationForm):
        form.name.data = name


def edit(actor_id: int) -> ResponseReturnValue:
    """Correct what the directory says of an actor."""
    actor = visible_actor(actor_id)
    form = _filled(actor)
    form.offer(queries.families(session()), dict.fromkeys((*_languages(), actor.locale)))
    status = form.attempt(lambda: _edit(actor, form))
    if status is None:
        flash(say(t("What the directory says is corrected.")), "success")
        return redirect(url_for("actors.show", actor_id=actor.id))
    return render_template("actors/edit.html", form=form, actor=actor), status


def _add(form: ActorForm, sort: str) -> Actor:
    facts = form.facts()
    actor = services.add_actor(
        act(), kind=ActorKind.PERSON if sort == PERSON else ActorKind.ORGANISATION, is_joint=sort == JOINT,
        name=facts.name, family_key=facts.family_key, given_name=facts.given_name,
        family_name=facts.family_name, email=facts.email, locality=facts.locality or None,
        summary=facts.summary or None, locale=facts.locale or _languages()[0],
    )  # fmt: skip
    _record_birth(actor, form)
    flash(say(t("“%(name)s” is in the directory.", name=actor.name)), "success")
    return actor


def _edit(actor: Actor, form: ActorForm) -> None:
    services.edit_actor(act(), actor, form.facts())
    _record_birth(actor, form)


def _record_birth(actor: Actor, form: ActorForm) -> None:
    if isinstance(form, PersonForm):
        services.record_birth(act(), actor, form.born_on.data)


def _filled(actor: Actor) -> ActorForm:
    """Return the form as the directory has it; an object's own family would come before its key."""
    known = {
        "family": actor.family.key if actor.family else "",
        "email": actor.email,
        "locality": actor.locality,
        "summary": actor.summary,
        "locale": actor.locale,
    }
    if not actor.is_person:
        return OrganisationForm(data={**known, "name": actor.name})
    given, _, family = actor.name.rpartition(" ")
    names = {"given_name": actor.given_name or given, "family_name": actor.family_name or family}
    return PersonForm(data={**known, **names, "born_on": queries.born_on(session(), actor.id)})


def _languages() -> tuple[str, ...]:
    return current_program().settings.pays.languages
