"""Read who stands for whom on a day, and who did before."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union_all
from sqlalchemy.orm import Session, joinedload

from collegial.actors.models import Actor, Birth, Guardian, JointHolder, Representative
from collegial.actors.rules import latest_birth_of_age
from collegial.kernel.folding import folded_text

Standing = TypeVar("Standing", Representative, Guardian, JointHolder)
_WORD = re.compile(r"\w+")


def is_representing(day: date) -> ColumnElement[bool]:
    """Return the condition under which a representation counts on a day."""
    open_ended = or_(Representative.ends_on.is_(None), Representative.ends_on > day)
    return and_(Representative.starts_on <= day, open_ended)


def is_guarding(day: date) -> ColumnElement[bool]:
    """Return the condition under which a guardian counts on a day: until the minor comes of age."""
    open_ended = or_(Guardian.ends_on.is_(None), Guardian.ends_on > day)
    minors = select(Birth.actor_id).where(Birth.born_on > latest_birth_of_age(day))
    return and_(Guardian.starts_on <= day, open_ended, Guardian.minor_id.in_(minors))


def is_holding(day: date) -> ColumnElement[bool]:
    """Return the condition under which someone is among joint holders on a day."""
    open_ended = or_(JointHolder.ends_on.is_(None), JointHolder.ends_on > day)
    return and_(JointHolder.starts_on <= day, open_ended)


def voter_column() -> ColumnElement[int]:
    """Return who votes for an actor, in a query that joins what `is_representing` and `is_guarding` meet (L6).

    A representative or a manager for an organisation, a guardian for a minor; else the actor itself.
    """
    return func.coalesce(Representative.person_id, Guardian.person_id, Actor.id)


def voter_of(session: Session, actor_ids: Collection[int], day: date) -> Mapping[int, int]:
    """Return who votes for each actor on a day (L6), in one statement.

    The representative for an organisation, the manager for joint holders, the guardian for a minor; a
    person of age for itself. Without anyone named on that day, an actor stands for itself.
    """
    represented = select(Representative.organisation_id, Representative.person_id).where(
        Representative.organisation_id.in_(actor_ids), is_representing(day)
    )
    guarded = select(Guardian.minor_id, Guardian.person_id).where(
        Guardian.minor_id.in_(actor_ids), is_guarding(day)
    )
    rows = session.execute(union_all(represented, guarded))
    return {actor_id: actor_id for actor_id in actor_ids} | dict(rows.all())


def spoken_for(person_id: int, day: date) -> Select[int]:
    """Return the query of the actors that a person votes for on a day, itself left out (L6)."""
    represented = select(Representative.organisation_id).where(
        Representative.person_id == person_id, is_representing(day)
    )
    guarded = select(Guardian.minor_id).where(Guardian.person_id == person_id, is_guarding(day))
    return select(Actor.id).where(or_(Actor.id.in_(represented), Actor.id.in_(guarded)))


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


def out_of_mandate(session: Session, organisation_id: int, written: str, day: date) -> Actor | None:
    """Return whom a text names of those who ever represented an organisation, if none of them does on a day.

    None where it names none of them: whoever signs need not be who votes. The text may say a function beside the name.
    """
    said = _words(written)
    named = [one for one in representatives_of(session, organisation_id) if _words(one.person.name) <= said]
    runs = (one.starts_on <= day and (one.ends_on is None or one.ends_on > day) for one in named)
    return named[0].person if named and not any(runs) else None


def _words(text: str) -> set[str]:
    return set(_WORD.findall(folded_text(text) or ""))


def guardians_of(session: Session, minor_id: int) -> Sequence[Guardian]:
    """Return all who have acted for a minor, the latest first."""
    return session.scalars(
        select(Guardian)
        .where(Guardian.minor_id == minor_id)
        .options(joinedload(Guardian.person))
        .order_by(Guardian.starts_on.desc(), Guardian.id.desc())
    ).all()


def holders_of(session: Session, joint_id: int) -> Sequence[JointHolder]:
    """Return all who have held together, those of today first."""
    return session.scalars(
        select(JointHolder)
        .join(JointHolder.person)
        .where(JointHolder.joint_id == joint_id)
        .options(joinedload(JointHolder.person))
        .order_by(JointHolder.ends_on.is_not(None), Actor.search_name, JointHolder.id)
    ).all()


def count_holders(session: Session, joint_id: int, day: date) -> int:
    """Return how many hold together on a day."""
    holding = select(func.count()).where(JointHolder.joint_id == joint_id, is_holding(day))
    return session.scalar(holding) or 0


def standing_of(
    session: Session, person_id: int, day: date
) -> Representative | Guardian | JointHolder | None:
    """Return a time, on a day or later, for which a person votes for another or holds with others."""
    return (
        _first(session, Representative, Representative.person_id == person_id, _lasts(Representative, day))
        or _first(session, Guardian, Guardian.person_id == person_id, is_guarding(day))
        or _first(session, JointHolder, JointHolder.person_id == person_id, _lasts(JointHolder, day))
    )


def _first(session: Session, kind: type[Standing], *conditions: ColumnElement[bool]) -> Standing | None:
    return session.scalars(select(kind).where(*conditions).order_by(kind.id).limit(1)).one_or_none()


def _lasts(kind: type[Representative | JointHolder], day: date) -> ColumnElement[bool]:
    return or_(kind.ends_on.is_(None), kind.ends_on > day)


def acts_for(session: Session, person_id: int, day: date) -> Sequence[Actor]:
    """Return the actors that a person votes for on a day, itself left out, by name."""
    found = select(Actor).where(Actor.id.in_(spoken_for(person_id, day)))
    return session.scalars(found.order_by(Actor.search_name, Actor.id)).all()
