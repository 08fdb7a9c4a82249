"""Say how an actor is reached, where it is, and by which numbers it is known."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.actors import queries, services
from collegial.actors.forms import AddressForm, ContactForm, IdentifierForm
from collegial.actors.models import Actor, ContactKind
from collegial.actors.rules import BANK, IdentifierKind, show_identifier
from collegial.actors.views.loading import visible_actor
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.web.acting import make_or_show
from collegial.web.languages import say
from collegial.web.request import act, session


def add_contact(actor_id: int) -> ResponseReturnValue:
    """Add a way to reach an actor."""
    actor, form = visible_actor(actor_id), ContactForm()

    def add() -> str:
        kind = ContactKind(form.kind.data)
        services.add_contact(act(), actor, kind=kind, value=form.value.data, label=form.label.data)
        return _page(actor, "reach")

    return make_or_show(form, add, "actors/contact.html", actor=actor)


def prefer_contact(actor_id: int, contact_id: int) -> ResponseReturnValue:
    """Make a way to reach an actor the main one."""
    actor = visible_actor(actor_id)
    services.prefer_contact(act(), actor, queries.contact(session(), actor_id, contact_id))
    flash(say(t("This is the main one now.")), "success")
    return redirect(_page(actor, "reach"))


def remove_contact(actor_id: int, contact_id: int) -> ResponseReturnValue:
    """Forget a way to reach an actor."""
    actor = visible_actor(actor_id)
    services.remove_contact(act(), actor, queries.contact(session(), actor_id, contact_id))
    flash(say(t("The contact is removed.")), "success")
    return redirect(_page(actor, "reach"))


def move(actor_id: int) -> ResponseReturnValue:
    """Say where an actor is found from a day on."""
    actor, form = visible_actor(actor_id), AddressForm(data={"starts_on": act().today, "country": "FR"})
    form.offer()

    def write() -> str:
        address = services.NewAddress(
            lines=form.lines.data, postcode=form.postcode.data, locality=form.locality.data,
            country=form.country.data,
        )  # fmt: skip
        services.move_to(act(), actor, address, form.starts_on.data)
        return _page(actor, "reach")

    return make_or_show(form, write, "actors/address.html", actor=actor)


def add_identifier(actor_id: int) -> ResponseReturnValue:
    """Keep a number of an actor."""
    actor, form = visible_actor(actor_id), IdentifierForm()

    def add() -> str:
        kind = IdentifierKind(form.kind.data)
        services.record_identifier(act(), actor, kind=kind, value=form.value.data, purpose=form.purpose.data)
        return _page(actor, "numbers")

    return make_or_show(form, add, "actors/identifier.html", actor=actor)


def end_identifier(actor_id: int, identifier_id: int) -> ResponseReturnValue:
    """Let a number hold no longer."""
    actor = visible_actor(actor_id)
    services.end_identifier(act(), actor, queries.identifier(session(), actor_id, identifier_id))
    flash(say(t("The number is removed.")), "success")
    return redirect(_page(actor, "numbers"))


def read_bank_number(actor_id: int, identifier_id: int) -> ResponseReturnValue:
    """Show the number of a bank account whole, once; the journal keeps that it was shown."""
    actor = visible_actor(actor_id)
    identifier = queries.identifier(session(), actor_id, identifier_id)
    if identifier.kind not in BANK:
        raise Missing("actors.no_bank_number", t("This is not the number of a bank account."))
    value = services.read_bank_number(act(), actor, identifier)
    number = show_identifier(identifier.kind, value)
    return render_template("actors/bank_number.html", actor=actor, identifier=identifier, number=number)


def _page(actor: Actor, section: str) -> str:
    return url_for("actors.show", actor_id=actor.id, _anchor=section)
