"""Read the directory, and who votes for whom on a day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from collegial.actors.models import Actor, ActorFamily, ActorKind, Representative
from collegial.actors.rules import fold
from collegial.kernel.errors import Missing
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class Search:
    """What a visitor looks for; natural persons are found only by those who may see them."""

    words: str = ""
    family: str = ""
    with_persons: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what an actor must meet, its family apart."""
        found = [Actor.search_name.contains(word, autoescape=True) for word in fold(self.words).split()]
        return found if self.with_persons else [*found, Actor.kind == ActorKind.ORGANISATION]


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


def actor(session: Session, actor_id: int) -> Actor:
    """Return an actor with its family; raises Missing."""
    found = session.get(Actor, actor_id, options=[joinedload(Actor.family)])
    if found is None:
        raise Missing("actors.unknown", t("There is no such actor in the directory."))
    return found


def families(session: Session) -> Sequence[ActorFamily]:
    """Return the families of the deployment, in its order."""
    return session.scalars(select(ActorFamily).order_by(ActorFamily.position)).all()


def family_by_key(session: Session, key: str) -> ActorFamily | None:
    """Return a family."""
    return session.scalars(select(ActorFamily).where(ActorFamily.key == key)).one_or_none()


def is_representing(day: date) -> ColumnElement[bool]:
    """Return the condition under which a representation counts on a day."""
    open_ended = or_(Representative.ends_on.is_(None), Representative.ends_on > day)
    return and_(Representative.starts_on <= day, open_ended)


def representative_on(session: Session, organisation_id: int, day: date) -> Actor | None:
    """Return the person who votes for an organisation on a day."""
    return session.scalars(
        select(Actor)
        .join(Representative, Representative.person_id == Actor.id)
        .where(Representative.organisation_id == organisation_id, is_representing(day))
    ).one_or_none()


def representatives_of(session: Session, organisation_id: int) -> Sequence[Representative]:
    """Return all who have represented an organisation, the latest first."""
    return session.scalars(
        select(Representative)
        .where(Representative.organisation_id == organisation_id)
        .options(joinedload(Representative.person))
        .order_by(Representative.starts_on.desc(), Representative.id.desc())
    ).all()


def voter_of(session: Session, actor_ids: Collection[int], day: date) -> Mapping[int, int]:
    """Return who votes for each actor: a person for itself, the representative for an organisation.

    An organisation without a representative on that day stands for itself (L6).
    """
    named = select(Representative.organisation_id, Representative.person_id)
    rows = session.execute(named.where(Representative.organisation_id.in_(actor_ids), is_representing(day)))
    return {actor_id: actor_id for actor_id in actor_ids} | dict(rows.all())
