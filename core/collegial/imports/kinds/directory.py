"""Find the actors that rows mean, in few statements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor, Address, Birth, Contact, ContactKind, Identifier
from collegial.actors.rules import IdentifierKind
from collegial.imports.models import ImportReference
from collegial.imports.rules import Details, KeyScheme, Known, RowActor
from collegial.imports.rules.identity import Directory

AT_ONCE = 500  # values in one statement: databases limit its parameters


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Cut values into as many lists as statements need."""
    listed = list(values)
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]


def load_directory(session: Session, rows: Sequence[RowActor]) -> Directory:
    """Read every actor that some rows may mean; those merged into another are not read."""
    keyed = _ids_by_key(session, rows)
    found = [
        *_actors(session, Actor.id, sorted(set(keyed.values()))),
        *_actors(session, Actor.search_name, sorted({one.search_name for one in rows})),
    ]
    known = _known(session, {actor.id: actor for actor in found})
    by_name: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for one in known.values():
        by_name[one.kind, one.search_name].append(one)
    by_key = {key: known[actor_id] for key, actor_id in keyed.items() if actor_id in known}
    return Directory(by_key=by_key, by_name=by_name)


@dataclass
class _Found:
    """What is gathered of one actor, table by table."""

    keys: dict[KeyScheme, frozenset[str]] = field(default_factory=dict)
    sirets: set[str] = field(default_factory=set)
    details: dict[str, Any] = field(default_factory=dict)

    def name(self, scheme: KeyScheme, value: str) -> None:
        self.keys[scheme] = self.keys.get(scheme, frozenset()) | {value}


def _ids_by_key(session: Session, rows: Sequence[RowActor]) -> dict[tuple[KeyScheme, str], int]:
    found: dict[tuple[KeyScheme, str], int] = {}
    named: Mapping[KeyScheme, Any] = {
        KeyScheme.REFERENCE: (ImportReference.actor_id, ImportReference.value, ()),
        KeyScheme.SIREN: (Identifier.actor_id, Identifier.value, _current(IdentifierKind.SIREN)),
    }
    for scheme, (actor_id, value, conditions) in named.items():
        for some in chunks(sorted({one.keys[scheme] for one in rows if scheme in one.keys})):
            known = session.execute(select(value, actor_id).where(value.in_(some), *conditions))
            found |= {(scheme, key): number for key, number in known}
    return found


def _current(*kinds: IdentifierKind) -> list[SQLColumnExpression[bool]]:
    return [Identifier.kind.in_(kinds), Identifier.ends_on.is_(None)]


def _actors(session: Session, column: Any, values: Sequence[Any]) -> Iterator[Actor]:
    for some in chunks(values):
        yield from session.scalars(select(Actor).where(column.in_(some), Actor.merged_into_id.is_(None)))


def _known(session: Session, actors: Mapping[int, Actor]) -> dict[int, Known]:
    known: dict[int, Known] = {}
    for some in chunks(actors):
        found = _gathered(session, some)
        for actor_id in some:
            actor, more = actors[actor_id], found[actor_id]
            known[actor_id] = Known(
                id=actor.id,
                kind=actor.kind.value,
                name=actor.name,
                search_name=actor.search_name,
                keys=more.keys,
                sirets=frozenset(more.sirets),
                details=Details(email=actor.email, locality=actor.locality, **more.details),
            )
    return known


def _gathered(session: Session, some: Sequence[int]) -> Mapping[int, _Found]:
    """Read what stands in other tables of some actors: one statement each."""
    found: dict[int, _Found] = defaultdict(_Found)
    for number, value in _rows(session, ImportReference, some, ImportReference.value):
        found[number].name(KeyScheme.REFERENCE, value)
    numbers = _current(IdentifierKind.SIREN, IdentifierKind.SIRET)
    for number, kind, value in _rows(
        session, Identifier, some, Identifier.kind, Identifier.value, where=numbers
    ):
        if kind is IdentifierKind.SIREN:
            found[number].name(KeyScheme.SIREN, value)
        else:
            found[number].sirets.add(value)
    phones = [Contact.kind == ContactKind.PHONE, Contact.is_main]
    for number, value in _rows(session, Contact, some, Contact.value, where=phones):
        found[number].details["phone"] = value
    living = [Address.ends_on.is_(None)]
    for number, lines, postcode in _rows(
        session, Address, some, Address.lines, Address.postcode, where=living
    ):
        found[number].details |= {"lines": lines, "postcode": postcode}
    for number, born_on in _rows(session, Birth, some, Birth.born_on):
        found[number].details["born_on"] = born_on
    return found


def _rows(
    session: Session,
    table: Any,
    some: Sequence[int],
    *columns: Any,
    where: Sequence[SQLColumnExpression[bool]] = (),
) -> Iterable[Any]:
    asked: Select[Any] = select(table.actor_id, *columns).where(table.actor_id.in_(some), *where)
    return session.execute(asked)
