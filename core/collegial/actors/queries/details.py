"""Read how to reach an actor, its numbers, its age, and what was merged into it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from collegial.actors.models import Actor, Address, Birth, Contact, ContactKind, Identifier, Merge
from collegial.actors.rules import IdentifierKind
from collegial.kernel.errors import Missing
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class Identity:
    """The numbers that tell an organisation, those that hold now."""

    siren: str | None = None
    sirets: tuple[str, ...] = ()
    rna: str | None = None


def contacts_of(session: Session, actor_id: int) -> Sequence[Contact]:
    """Return the ways to reach an actor beside its own e-mail address, the main ones first."""
    found = select(Contact).where(Contact.actor_id == actor_id)
    return session.scalars(found.order_by(Contact.kind, Contact.is_main.desc(), Contact.id)).all()


def contact(session: Session, actor_id: int, contact_id: int) -> Contact:
    """Return one way to reach an actor; raises Missing."""
    found = session.get(Contact, contact_id)
    if found is None or found.actor_id != actor_id:
        raise Missing("actors.unknown_contact", t("There is no such contact: it may have been removed."))
    return found


def main_phone(session: Session, actor_id: int) -> str | None:
    """Return the main telephone number of an actor."""
    return session.scalar(
        select(Contact.value).where(
            Contact.actor_id == actor_id, Contact.kind == ContactKind.PHONE, Contact.is_main
        )
    )


def addresses_of(session: Session, actor_id: int) -> Sequence[Address]:
    """Return where an actor is and was, the latest first."""
    found = select(Address).where(Address.actor_id == actor_id)
    return session.scalars(found.order_by(Address.starts_on.desc(), Address.id.desc())).all()


def address_on(session: Session, actor_id: int, day: date) -> Address | None:
    """Return where an actor is found on a day."""
    return addresses_on(session, [actor_id], day).get(actor_id)


def addresses_on(session: Session, actor_ids: Collection[int], day: date) -> dict[int, Address]:
    """Return where some actors are found on a day, by actor."""
    open_ended = or_(Address.ends_on.is_(None), Address.ends_on > day)
    found = select(Address).where(Address.actor_id.in_(actor_ids), Address.starts_on <= day, open_ended)
    return {one.actor_id: one for one in session.scalars(found)}


def identifiers_of(session: Session, actor_id: int) -> Sequence[Identifier]:
    """Return the numbers of an actor that hold now, banks included: show these masked, to the staff only."""
    found = select(Identifier).where(Identifier.actor_id == actor_id, Identifier.ends_on.is_(None))
    return session.scalars(found.order_by(Identifier.kind.desc(), Identifier.id)).all()


def identifier(session: Session, actor_id: int, identifier_id: int) -> Identifier:
    """Return a number of an actor that holds now; raises Missing."""
    found = session.get(Identifier, identifier_id)
    if found is None or found.actor_id != actor_id or found.ends_on is not None:
        raise Missing("actors.unknown_identifier", t("There is no such number: it may have been removed."))
    return found


def identity_of(session: Session, actor_id: int) -> Identity:
    """Return the numbers of an organisation in the public registers."""
    numbers = identifiers_of(session, actor_id)
    held = {one.kind: one.value for one in numbers}
    sirets = tuple(one.value for one in numbers if one.kind is IdentifierKind.SIRET)
    return Identity(siren=held.get(IdentifierKind.SIREN), sirets=sirets, rna=held.get(IdentifierKind.RNA))


def actors_with(session: Session, kind: IdentifierKind, value: str) -> Sequence[Actor]:
    """Return the actors that have this number now; `value` is read by `rules.read_identifier` first."""
    held = select(Identifier.actor_id).where(
        Identifier.kind == kind, Identifier.value == value, Identifier.ends_on.is_(None)
    )
    return session.scalars(select(Actor).where(Actor.id.in_(held)).order_by(Actor.id)).all()


def born_on(session: Session, actor_id: int) -> date | None:
    """Return when a person was born; None where it does not matter."""
    return session.scalar(select(Birth.born_on).where(Birth.actor_id == actor_id))


def merges_into(session: Session, actor_id: int) -> Sequence[Merge]:
    """Return what was found to be this actor, the latest first."""
    found = select(Merge).where(Merge.kept_id == actor_id).options(joinedload(Merge.dropped))
    return session.scalars(found.order_by(Merge.id.desc())).all()
