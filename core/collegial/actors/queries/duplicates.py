"""Find actors that may be one: those that share a name, a number or an e-mail address."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session, joinedload

from collegial.actors.models import Actor, Birth, Contact, ContactKind, Distinction, Identifier
from collegial.actors.queries.directory import is_live
from collegial.actors.rules import IdentifierKind, Likenesses, Traits, likeness, pairs_of_blocks

MOST_PAIRS = 100
# Rows that are looked at together; what is beyond comes up once these are settled.
_MOST_ROWS = 1000
_TELLING = (IdentifierKind.SIREN, IdentifierKind.RNA, IdentifierKind.IBAN)

Keys = Select[Any] | CompoundSelect[Any]


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two actors that look alike, the one added first in front, and how much they do."""

    first: Actor
    second: Actor
    likenesses: Likenesses


def duplicate_pairs(session: Session) -> list[Pair]:
    """Return the pairs that someone should look at, the most alike first, in a constant number of statements."""
    blocks = _gathered(session.execute(_shared_keys(_keys())).all())
    return _judged(session, list(pairs_of_blocks(blocks.values())))[:MOST_PAIRS]


def lookalikes(session: Session, actor: Actor) -> list[Pair]:
    """Return the pairs of one actor with those that it looks like."""
    keys, mine = _keys().subquery(), _keys(Actor.id == actor.id).subquery()
    found = select(keys.c.actor_id).where(keys.c.key.in_(select(mine.c.key)), keys.c.actor_id != actor.id)
    others = session.scalars(found.distinct().order_by(keys.c.actor_id).limit(MOST_PAIRS))
    return _judged(session, [(min(actor.id, other), max(actor.id, other)) for other in others])


def traits_of(session: Session, actor_ids: Collection[int]) -> Mapping[int, Traits]:
    """Return what is compared of some actors, in four statements."""
    actors = session.scalars(select(Actor).where(Actor.id.in_(actor_ids))).all()
    emails, numbers = _emails(session, actor_ids), _numbers(session, actor_ids)
    births = dict(
        session.execute(select(Birth.actor_id, Birth.born_on).where(Birth.actor_id.in_(actor_ids))).all()
    )
    return {
        one.id: Traits(
            sort="joint" if one.is_joint else one.kind.value,
            name=one.search_name,
            emails=frozenset([*emails[one.id], *([one.email.lower()] if one.email else [])]),
            numbers=frozenset(numbers[one.id]),
            born_on=births.get(one.id),
        )
        for one in actors
    }


def _judged(session: Session, pairs: Sequence[tuple[int, int]]) -> list[Pair]:
    ids = {actor_id for pair in pairs for actor_id in pair}
    actors = _actors(session, ids)
    traits, apart = traits_of(session, ids), _known_apart(session, ids)
    judged = [
        Pair(first=actors[one], second=actors[other], likenesses=likeness(traits[one], traits[other]))
        for one, other in pairs
        if (one, other) not in apart
    ]
    listed = [pair for pair in judged if pair.likenesses.is_listed]
    return sorted(listed, key=lambda pair: (-pair.likenesses.points, pair.first.search_name, pair.second.id))


def _actors(session: Session, actor_ids: Collection[int]) -> Mapping[int, Actor]:
    found = select(Actor).where(Actor.id.in_(actor_ids)).options(joinedload(Actor.family))
    return {one.id: one for one in session.scalars(found)}


def _known_apart(session: Session, actor_ids: Collection[int]) -> set[tuple[int, int]]:
    rows = session.execute(
        select(Distinction.first_id, Distinction.second_id).where(Distinction.first_id.in_(actor_ids))
    )
    return {(first, second) for first, second in rows}


def _emails(session: Session, actor_ids: Collection[int]) -> Mapping[int, set[str]]:
    rows = session.execute(
        select(Contact.actor_id, Contact.value).where(
            Contact.actor_id.in_(actor_ids), Contact.kind == ContactKind.EMAIL
        )
    )
    return _gathered((actor_id, value.lower()) for actor_id, value in rows)


def _numbers(session: Session, actor_ids: Collection[int]) -> Mapping[int, set[tuple[IdentifierKind, str]]]:
    rows = session.execute(
        select(Identifier.actor_id, Identifier.kind, Identifier.value).where(
            Identifier.actor_id.in_(actor_ids), Identifier.ends_on.is_(None)
        )
    )
    return _gathered((actor_id, (kind, value)) for actor_id, kind, value in rows)


def _gathered(rows: Iterable[tuple[Any, Any]]) -> Mapping[Any, set[Any]]:
    gathered: dict[Any, set[Any]] = defaultdict(set)
    for actor_id, value in rows:
        gathered[actor_id].add(value)
    return gathered


def _keys(*only: ColumnElement[bool]) -> Keys:
    """Return what actors can share, as a key, with whose it is."""
    live = (is_live(), *only)
    contacts = select(
        literal("email:", String) + func.lower(Contact.value), Contact.actor_id
    ).join(Actor, Actor.id == Contact.actor_id)  # fmt: skip
    number = type_coerce(Identifier.kind, String) + literal(":", String) + Identifier.value
    numbers = select(number, Identifier.actor_id)
    return union_all(
        select((literal("name:", String) + Actor.search_name).label("key"), Actor.id.label("actor_id")).where(
            *live
        ),
        select(literal("email:", String) + func.lower(Actor.email), Actor.id).where(
            Actor.email.is_not(None), *live
        ),
        contacts.where(Contact.kind == ContactKind.EMAIL, *live),
        numbers.join(Actor, Actor.id == Identifier.actor_id).where(
            Identifier.ends_on.is_(None), Identifier.kind.in_(_TELLING), *live
        ),
    )


def _shared_keys(keys: Keys) -> Select[str, int]:
    """Return the keys of more than one actor, with their actors: one grouping, no comparison of each with all."""
    rows = keys.subquery()
    shared = (
        select(rows.c.key)
        .group_by(rows.c.key)
        .having(func.count(rows.c.actor_id.distinct()) > 1)
        .order_by(rows.c.key)
        .limit(_MOST_ROWS)
        .subquery()
    )
    found = select(rows.c.key, rows.c.actor_id).join(shared, shared.c.key == rows.c.key)
    return found.order_by(rows.c.key, rows.c.actor_id).limit(_MOST_ROWS)
