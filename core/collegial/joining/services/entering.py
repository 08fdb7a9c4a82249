"""Enter an applicant in the directory: the actor, where and how it is reached, who votes for it."""

from datetime import date

from collegial.actors.models import Actor, ActorKind, ContactKind
from collegial.actors.queries import representative_on
from collegial.actors.rules import IdentifierKind, fold, nameless
from collegial.actors.services import (
    NewAddress,
    add_actor,
    add_contact,
    move_to,
    name_representative,
    prefer_contact,
    record_identifier,
)
from collegial.joining.models import Application
from collegial.joining.queries.duplicates import person_known_as
from collegial.kernel.events import Context
from collegial.kernel.holding import hold_row


def enter_applicant(context: Context, application: Application, starts_on: date) -> Actor:
    """Return the actor that an applicant is from now on.

    One that the directory knows keeps what is known of it, and gets the confirmed address if it had none;
    a new one, or one that was erased meanwhile, gets all that the form says.
    """
    actor = application.actor
    if actor is not None:
        hold_row(context.session, actor)  # whoever erases it comes before or after
    if actor is None or actor.name == nameless(actor.id):
        actor = _add(context, application, starts_on)
    elif not actor.email:
        email = add_contact(context, actor, kind=ContactKind.EMAIL, value=application.email)
        prefer_contact(context, actor, email)
    if application.is_organisation:
        _name_representative(context, application, actor, starts_on)
    return actor


def _add(context: Context, application: Application, starts_on: date) -> Actor:
    actor = add_actor(
        context, kind=application.kind, name=application.name, given_name=application.given_name,
        family_name=application.family_name, email=application.email, locality=application.locality,
        locale=application.locale,
    )  # fmt: skip
    where = NewAddress(
        lines=application.street, postcode=application.postcode, locality=application.locality,
        country=application.country,
    )  # fmt: skip
    move_to(context, actor, where, starts_on)
    if application.phone:
        add_contact(context, actor, kind=ContactKind.PHONE, value=application.phone)
    if application.siret:  # it says the SIREN too
        record_identifier(context, actor, kind=IdentifierKind.SIRET, value=application.siret)
    elif application.siren:
        record_identifier(context, actor, kind=IdentifierKind.SIREN, value=application.siren)
    return actor


def _name_representative(
    context: Context, application: Application, organisation: Actor, starts_on: date
) -> None:
    """Name the person whom the organisation chose (L6), unless that person votes for it already."""
    given, family = application.representative_given_name, application.representative_family_name
    name, email = f"{given} {family}".strip(), application.representative_email
    present = representative_on(context.session, organisation.id, starts_on)
    if present and present.search_name == fold(name):
        return
    person = person_known_as(context.session, name, email or "") or add_actor(
        context, kind=ActorKind.PERSON, name=name, given_name=given, family_name=family, email=email,
        locale=application.locale,
    )  # fmt: skip
    name_representative(context, organisation, person, starts_on)
