"""Say how an actor is reached and where it is found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.actors.events import ActorEdited, AddressChanged, ContactsChanged
from collegial.actors.models import Actor, Address, Contact, ContactKind
from collegial.actors.rules import read_phone, read_website
from collegial.actors.services.checking import check_may_change, hold_named
from collegial.actors.services.terms import hold, make_room, write
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class NewAddress:
    """Where an actor is found; `country` is the two letters of ISO 3166."""

    lines: str
    postcode: str | None = None
    locality: str
    country: str = "FR"


def read_email(written: str, *, field: str = "email") -> str:
    """Return an e-mail address as it is kept; raises Invalid for one that cannot be right."""
    try:
        return validate_email(written, check_deliverability=False).normalized
    except EmailNotValidError:
        raise Invalid(
            "actors.bad_email", t("“%(email)s” is not an e-mail address.", email=written[:100]), field=field
        ) from None


_READERS: Mapping[ContactKind, Callable[[str], str]] = {
    ContactKind.EMAIL: lambda written: read_email(written, field="value"),
    ContactKind.PHONE: read_phone,
    ContactKind.WEBSITE: read_website,
}


def add_contact(
    context: Context, actor: Actor, *, kind: ContactKind, value: str, label: str | None = None
) -> Contact:
    """Add a way to reach an actor; the first of its kind is the main one, save for e-mail.

    Raises Invalid for a value that cannot be right, Refused for one that is there already.
    """
    check_may_change(context, actor)
    read = _READERS[kind](value)
    hold_named(context.session, (actor,), field="value")
    if kind is ContactKind.EMAIL and read.lower() == (actor.email or "").lower():
        raise _contact_known()
    is_main = kind is not ContactKind.EMAIL and _main(context.session, actor, kind) is None
    contact = Contact(actor_id=actor.id, kind=kind, value=read, label=label or None, is_main=is_main)
    with or_refuse(context.session, _contact_known()):
        context.session.add(contact)
    context.emit(ContactsChanged(actor=actor.id))
    return contact


def prefer_contact(context: Context, actor: Actor, contact: Contact) -> None:
    """Make a way to reach an actor the main one of its kind.

    The e-mail address that the program writes to takes its place among the others.
    """
    check_may_change(context, actor)
    hold(context.session, actor)
    if contact.kind is ContactKind.EMAIL:
        _prefer_email(context.session, actor, contact)
        context.emit(ActorEdited(actor=actor.id, facts=["email"]))
    else:
        if former := _main(context.session, actor, contact.kind):
            former.is_main = False
            context.session.flush()  # the main place must be free before the next takes it
        contact.is_main = True
    context.emit(ContactsChanged(actor=actor.id))


def remove_contact(context: Context, actor: Actor, contact: Contact) -> None:
    """Forget a way to reach an actor."""
    check_may_change(context, actor)
    context.session.delete(contact)
    context.emit(ContactsChanged(actor=actor.id))


def move_to(context: Context, actor: Actor, new: NewAddress, starts_on: date) -> Address:
    """Say where an actor is found from a day on; the address before ends that day.

    Raises Invalid for an address without a place, Refused when a later one is known already.
    """
    check_may_change(context, actor)
    _check_address(new)
    hold_named(context.session, (actor,), field="lines")
    make_room(context.session, Address, Address.actor_id == actor.id, starts_on, _moved_later())
    address = Address(
        actor_id=actor.id, lines=new.lines.strip(), postcode=(new.postcode or "").strip() or None,
        locality=new.locality.strip(), country=new.country, starts_on=starts_on,
    )  # fmt: skip
    write(context.session, address, _moved_later())
    if starts_on <= context.today:
        actor.locality = address.locality
    context.emit(AddressChanged(actor=actor.id, starts_on=starts_on.isoformat()))
    return address


def _prefer_email(session: Session, actor: Actor, contact: Contact) -> None:
    former, actor.email = actor.email, contact.value
    if former:
        contact.value = former
    else:
        session.delete(contact)


def _main(session: Session, actor: Actor, kind: ContactKind) -> Contact | None:
    return session.scalars(
        select(Contact).where(Contact.actor_id == actor.id, Contact.kind == kind, Contact.is_main)
    ).one_or_none()


def _check_address(new: NewAddress) -> None:
    needed = t("An address needs this.")
    if not new.lines.strip():
        raise Invalid("actors.address_missing", needed, field="lines")
    if not new.locality.strip():
        raise Invalid("actors.locality_missing", needed, field="locality")


def _contact_known() -> Refused:
    return Refused(
        "actors.contact_known", t("This is already among the contacts: nothing was added."), field="value"
    )


def _moved_later() -> Refused:
    return Refused(
        "actors.moved_later",
        t("A later address is already known. Choose a later day."),
        field="starts_on",
    )
