"""Give what is known of a dropped actor to the kept one; what the kept one says of itself stands."""

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from collegial.actors.events import ActorsMerged
from collegial.actors.models import Actor, Address, Birth, Contact, ContactKind, Identifier
from collegial.actors.rules import BANK, IdentifierKind
from collegial.actors.services.tracing import end_overlaps, give_to_kept, trace
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t

_FACTS = ("family_id", "given_name", "family_name", "email", "locality", "summary")


def join_details(context: Context, merged: ActorsMerged, kept: Actor, dropped: Actor) -> None:
    """Give facts, contacts, addresses, numbers and the birth; raises Refused for two bank accounts."""
    _join_facts(context.session, kept, dropped)
    _join_contacts(context, merged, kept)
    met = end_overlaps(context, merged, Address.actor_id)
    give_to_kept(context, merged, Address.actor_id, Address.id.not_in(met))
    _join_identifiers(context, merged)
    _join_birth(context, merged)


def _join_facts(session: Session, kept: Actor, dropped: Actor) -> None:
    if dropped.email and kept.email and dropped.email.lower() != kept.email.lower():
        session.add(Contact(actor_id=dropped.id, kind=ContactKind.EMAIL, value=dropped.email, is_main=False))
    for name in _FACTS:
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(dropped, name))
    dropped.email = None
    session.flush()  # the address above is found among the contacts that follow


def _join_contacts(context: Context, merged: ActorsMerged, kept: Actor) -> None:
    session = context.session
    mine = _of(session, Contact, Contact.actor_id == merged.kept)
    known = {(one.kind, one.value) for one in mine} | {(ContactKind.EMAIL, kept.email)}
    with_main = {one.kind for one in mine if one.is_main}
    for one in _of(session, Contact, Contact.actor_id == merged.dropped):
        one.is_main = one.is_main and one.kind not in with_main
        if (one.kind, one.value) in known:
            session.delete(one)
    session.flush()  # only what the kept one does not know yet is left to move
    give_to_kept(context, merged, Contact.actor_id)


def _join_identifiers(context: Context, merged: ActorsMerged) -> None:
    session, holds = context.session, Identifier.ends_on.is_(None)
    mine = _of(session, Identifier, Identifier.actor_id == merged.kept, holds)
    known = {(one.kind, one.value) for one in mine}
    kinds = {one.kind for one in mine if one.kind is not IdentifierKind.SIRET}
    for one in _of(session, Identifier, Identifier.actor_id == merged.dropped, holds):
        if (one.kind, one.value) in known:
            session.delete(one)
        elif one.kind in kinds:
            raise _two_banks() if one.kind in BANK else _two_numbers()
    session.flush()  # only what the kept one does not have yet is left to move
    give_to_kept(context, merged, Identifier.actor_id)


def _join_birth(context: Context, merged: ActorsMerged) -> None:
    session = context.session
    born = session.get(Birth, merged.dropped)
    if born is None:
        return
    if session.get(Birth, merged.kept) is None:
        session.add(Birth(actor_id=merged.kept, born_on=born.born_on))
        trace(context, merged, Birth.__tablename__, "actor_id", merged.dropped)
    session.delete(born)


def _of(session: Session, model: type[Any], *conditions: ColumnElement[bool]) -> list[Any]:
    return list(session.scalars(select(model).where(*conditions).order_by(model.id)))


def _two_banks() -> Refused:
    return Refused(
        "actors.two_banks",
        t("Both have a bank account on file. Remove the one that is no longer needed, then merge."),
    )


def _two_numbers() -> Refused:
    return Refused(
        "actors.contradict",
        t("Their numbers differ: these are two actors. If one number is wrong, remove it first."),
    )
