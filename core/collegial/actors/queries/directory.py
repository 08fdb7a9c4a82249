"""Read the directory: actors found, families, one actor."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager, joinedload

from collegial.actors.models import Actor, ActorFamily, ActorKind, ActorShowing
from collegial.actors.permissions import PERSONS
from collegial.actors.rules import fold
from collegial.kernel.errors import Missing
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t

MOST_PERSONS = 20
_FEW = 6
_NAMED_BY = re.compile(r"(.+) \((.+)\)")


@dataclass(frozen=True, kw_only=True)
class Search:
    """What somebody looks for among those whom `seen` lets this reader see."""

    words: str = ""
    family: str = ""
    seen: ColumnElement[bool]

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what an actor must meet, its family apart."""
        return [is_live(), self.seen, *name_holds(self.words)]


def is_live() -> ColumnElement[bool]:
    """Return the condition under which an actor is in the lists: it was not found to be another one."""
    return Actor.merged_into_id.is_(None)


def is_seen(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition under which somebody may see an actor.

    Who works with persons sees all of them; who is signed in, organisations in their own name; everybody, those who
    agreed to be shown on the public site.
    """
    if viewer.may(PERSONS):
        return true()
    agreed = Actor.id.in_(select(ActorShowing.actor_id).where(ActorShowing.withdrawn_at.is_(None)))
    own = and_(Actor.kind == ActorKind.ORGANISATION, Actor.is_joint.is_(False))
    return or_(agreed, own) if viewer.is_signed_in else agreed


def sees(session: Session, viewer: Viewer, actor_id: int) -> bool:
    """Tell whether somebody may see an actor."""
    return session.scalar(select(Actor.id).where(Actor.id == actor_id, is_seen(viewer))) is not None


def persons_named(session: Session, words: str, *, most: int = MOST_PERSONS) -> Sequence[Actor]:
    """Return the first persons with all these words in their names; nobody for no words."""
    holding = name_holds(words)
    if not holding:
        return []
    found = select(Actor).where(Actor.kind == ActorKind.PERSON, is_live(), *holding)
    return session.scalars(found.order_by(Actor.search_name, Actor.id).limit(most)).all()


@dataclass(frozen=True, kw_only=True)
class FamilyCount:
    """How many actors of a family a search finds; `family` is None for those without one."""

    family: ActorFamily | None
    count: int


def directory(search: Search) -> Select[Actor]:
    """Return the query of the actors found, by family, then by name."""
    found = (
        select(Actor)
        .outerjoin(Actor.family)
        .options(contains_eager(Actor.family))
        .where(*search.conditions())
        .order_by(ActorFamily.position.is_(None), ActorFamily.position, Actor.search_name, Actor.id)
    )
    return found.where(ActorFamily.key == search.family) if search.family else found


def count_by_family(session: Session, search: Search) -> list[FamilyCount]:
    """Return how many actors the words find in each family, families without any included."""
    counted = select(Actor.family_id, func.count()).where(*search.conditions()).group_by(Actor.family_id)
    counts = dict(session.execute(counted).all())
    known = [FamilyCount(family=family, count=counts.get(family.id, 0)) for family in families(session)]
    return [*known, FamilyCount(family=None, count=counts[None])] if None in counts else known


def actor(session: Session, actor_id: int | None) -> Actor:
    """Return an actor with its family; raises Missing, for None too: what was given was no number."""
    found = session.get(Actor, actor_id, options=[joinedload(Actor.family)]) if actor_id else None
    if found is None:
        raise Missing("actors.unknown", t("There is no such actor in the directory."))
    return found


def families(session: Session) -> Sequence[ActorFamily]:
    """Return the families of the deployment, in its order."""
    return session.scalars(select(ActorFamily).order_by(ActorFamily.position)).all()


def family_by_key(session: Session, key: str) -> ActorFamily | None:
    """Return a family."""
    return session.scalars(select(ActorFamily).where(ActorFamily.key == key)).one_or_none()


def name_holds(words: str, name: InstrumentedAttribute[str] = Actor.search_name) -> list[ColumnElement[bool]]:
    """Return the conditions that a folded name holds each of some words, in whatever order; none for no words."""
    return [name.contains(word, autoescape=True) for word in fold(words).split()]


def told_apart(found: Sequence[Actor]) -> list[str]:
    """Return the names of actors, each that several bear with its place, or else its number in the directory."""
    names = [one.search_name for one in found]
    placed = [f"{one.search_name} {fold(one.locality or '')}" for one in found]
    return [
        one.name
        if names.count(one.search_name) == 1
        else f"{one.name} ({one.locality})"
        if one.locality and placed.count(where) == 1
        else f"{one.name} (#{one.id})"
        for one, where in zip(found, placed, strict=True)
    ]


def actors_named(session: Session, words: str, *, kind: ActorKind | None = None) -> Sequence[Actor]:
    """Return the few actors that a name may mean: those called just so, else those that hold all its words.

    Of several that bear one name, what `told_apart` writes means one.
    """
    of_kind = select(Actor).where(is_live(), *([] if kind is None else [Actor.kind == kind]))
    exact = session.scalars(of_kind.where(Actor.search_name == fold(words)).limit(_FEW)).all()
    if not exact and (apart := _NAMED_BY.fullmatch(words.strip())):
        same = session.scalars(of_kind.where(Actor.search_name == fold(apart[1])).order_by(Actor.id)).all()
        exact = [one for one, label in zip(same, told_apart(same), strict=True) if fold(label) == fold(words)]
    holding = name_holds(words)
    if exact or not holding:
        return exact
    return session.scalars(of_kind.where(*holding).order_by(Actor.search_name, Actor.id).limit(_FEW)).all()
