"""Write the actors of rows: those that are new, and what is new of those that are known; in few statements."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from collegial.actors.models import Actor, ActorKind, Address, Birth, Contact, ContactKind, Identifier
from collegial.actors.permissions import MANAGE
from collegial.actors.rules import IdentifierKind
from collegial.actors.services import NewActor, add_actors
from collegial.imports.events import ContactsImported
from collegial.imports.kinds.contract import Planned
from collegial.imports.kinds.directory import chunks
from collegial.imports.models import ImportReference
from collegial.imports.rules import RowActor
from collegial.kernel.events import Context
from collegial.kernel.permissions import require

_HOME = "FR"


@dataclass(frozen=True, kw_only=True)
class _News:
    """What a row says of an actor that is not known yet, by name."""

    actor: Actor
    row: RowActor
    said: dict[str, Any]


def write_actors(context: Context, planned: Sequence[Planned]) -> list[Actor]:
    """Return the actor of each row: added when new, with what the row adds or changes when known."""
    require(context.by, MANAGE)
    new = [one.row for one in planned if one.row and not one.known]
    added = iter(add_actors(context, [_new(row) for row in new]))
    known = _load(context.session, [one.known.id for one in planned if one.known])
    actors = [known[one.known.id] if one.known else next(added) for one in planned]
    news = [
        _News(actor=actor, row=one.row, said=one.known.news(one.row) if one.known else _all(one.row))
        for one, actor in zip(planned, actors, strict=True)
        if one.row
    ]
    _write_news(context, news)
    changed = [one.actor.id for one in news if one.actor.id in known and one.said]
    if changed:
        context.emit(ContactsImported(count=len(changed), actors=changed))
    return actors


def _new(row: RowActor) -> NewActor:
    return NewActor(
        kind=ActorKind(row.kind),
        name=row.name,
        family_key=row.family_key,
        given_name=row.given_name,
        family_name=row.family_name,
        email=row.details.email,
        locality=row.details.locality,
    )


def _all(row: RowActor) -> dict[str, Any]:
    """Return all that stands in other tables than the actor's own."""
    own = ("email", "locality")
    said = {name: value for name, value in vars(row.details).items() if value is not None and name not in own}
    keys = {scheme.value: value for scheme, value in row.keys.items()}
    return said | keys | ({"siret": row.siret} if row.siret else {})


def _load(session: Session, actor_ids: Sequence[int]) -> dict[int, Actor]:
    return {
        actor.id: actor
        for some in chunks(actor_ids)
        for actor in session.scalars(select(Actor).where(Actor.id.in_(some)))
    }


def _write_news(context: Context, news: Sequence[_News]) -> None:
    today = context.today
    for one in news:
        for name in ("email", "locality"):
            if name in one.said:
                setattr(one.actor, name, one.said[name])
    _write_phones(context.session, news)
    _write_addresses(context.session, news, today)
    _insert(context.session, ImportReference, news, "reference", lambda value: {"value": value})
    _insert(context.session, Birth, news, "born_on", lambda value: {"born_on": value})
    _write_number(context.session, news, IdentifierKind.SIREN, today)
    _write_number(context.session, news, IdentifierKind.SIRET, today)


def _write_number(session: Session, news: Sequence[_News], kind: IdentifierKind, today: date) -> None:
    facts = {"kind": kind, "purpose": None, "starts_on": today, "ends_on": None}
    _insert(session, Identifier, news, kind.value, lambda value: {"value": value, **facts})


def _insert(
    session: Session, table: Any, news: Sequence[_News], name: str, values: Callable[[Any], dict[str, Any]]
) -> None:
    rows = [{"actor_id": one.actor.id, **values(one.said[name])} for one in news if name in one.said]
    if rows:
        session.execute(insert(table), rows)


def _write_phones(session: Session, news: Sequence[_News]) -> None:
    """Make the row's number the main one; the former stays among the others."""
    told = [one for one in news if "phone" in one.said]
    for some in chunks(told):
        ids = [one.actor.id for one in some]
        phones = (Contact.actor_id.in_(ids), Contact.kind == ContactKind.PHONE)
        session.execute(update(Contact).where(*phones, Contact.is_main).values(is_main=False))
        values = [one.said["phone"] for one in some]
        mine = {(one.actor.id, one.said["phone"]) for one in some}
        again = session.execute(
            select(Contact.id, Contact.actor_id, Contact.value).where(*phones, Contact.value.in_(values))
        )
        there = [number for number, actor_id, value in again if (actor_id, value) in mine]
        session.execute(delete(Contact).where(Contact.id.in_(there)))
    facts = {"kind": ContactKind.PHONE, "label": None, "is_main": True}
    _insert(session, Contact, told, "phone", lambda value: {"value": value, **facts})


def _write_addresses(session: Session, news: Sequence[_News], today: date) -> None:
    """Let a new address hold from today; the one before ends, or goes when it began today too."""
    moved = [
        one for one in news if one.row.details.lines and one.said.keys() & {"lines", "postcode", "locality"}
    ]
    for some in chunks(moved):
        current = (Address.actor_id.in_([one.actor.id for one in some]), Address.ends_on.is_(None))
        session.execute(delete(Address).where(*current, Address.starts_on >= today))
        session.execute(update(Address).where(*current).values(ends_on=today))
    rows = [
        {
            "actor_id": one.actor.id,
            "lines": one.row.details.lines,
            "postcode": one.row.details.postcode,
            "locality": one.row.details.locality,
            "country": _HOME,
            "starts_on": today,
        }
        for one in moved
    ]
    if rows:
        session.execute(insert(Address), rows)
