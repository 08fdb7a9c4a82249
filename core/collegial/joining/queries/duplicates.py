"""Who an applicant may be already: actors and other applications with the same name, address or number."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor, ActorKind, Identifier
from collegial.actors.queries import is_live
from collegial.actors.rules import IdentifierKind, fold
from collegial.joining.models import Application
from collegial.joining.rules import ApplicationState


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """What two have in common."""

    same_name: bool
    same_email: bool
    same_number: bool = False

    @property
    def is_any(self) -> bool:
        """Tell whether there is anything at all."""
        return self.same_name or self.same_email or self.same_number


@dataclass(frozen=True, kw_only=True)
class LikeActor:
    """An actor of the directory who may be the applicant."""

    actor: Actor
    likeness: Likeness


@dataclass(frozen=True, kw_only=True)
class LikeApplication:
    """Another application that may be of the same applicant."""

    application: Application
    likeness: Likeness


def like_actors(session: Session, some: Sequence[Application]) -> Mapping[int, list[LikeActor]]:
    """Return, for each application, the actors of its kind that look like it; one statement."""
    names, emails, numbers = _keys(some)
    siren = (Identifier.kind == IdentifierKind.SIREN) & Identifier.ends_on.is_(None)
    rows = session.execute(
        select(Actor, Identifier.value)
        .outerjoin(Identifier, (Identifier.actor_id == Actor.id) & siren)
        .where(
            is_live(),
            or_(
                Actor.search_name.in_(names),
                func.lower(Actor.email).in_(emails),
                Identifier.value.in_(numbers),
            ),
        )
        .order_by(Actor.id)
    ).all()
    found: dict[int, list[LikeActor]] = defaultdict(list)
    for one in some:
        for actor, number in rows:
            alike = _likeness(one, actor.search_name, actor.email, number)
            if actor.kind is one.kind and alike.is_any:
                found[one.id].append(LikeActor(actor=actor, likeness=alike))
    return found


def like_applications(session: Session, some: Sequence[Application]) -> Mapping[int, list[LikeApplication]]:
    """Return, for each application, the others that look like it and were not withdrawn; one statement."""
    names, emails, numbers = _keys(some)
    rows = session.scalars(
        select(Application)
        .where(
            Application.state.not_in((ApplicationState.WITHDRAWN, ApplicationState.LAPSED)),
            or_(
                Application.search_name.in_(names),
                Application.email.in_(emails),
                Application.siren.in_(numbers),
            ),
        )
        .order_by(Application.id)
    ).all()
    found: dict[int, list[LikeApplication]] = defaultdict(list)
    for one in some:
        for other in rows:
            alike = _likeness(one, other.search_name, other.email, other.siren)
            if other.id != one.id and alike.is_any:
                found[one.id].append(LikeApplication(application=other, likeness=alike))
    return found


def person_known_as(session: Session, name: str, email: str) -> Actor | None:
    """Return the person who has both this name and this address; the first one, should there be two."""
    same = (Actor.search_name == fold(name), func.lower(Actor.email) == email)
    found = select(Actor).where(Actor.kind == ActorKind.PERSON, is_live(), *same).order_by(Actor.id).limit(1)
    return session.scalars(found).one_or_none()


def _keys(some: Sequence[Application]) -> tuple[set[str], set[str], set[str]]:
    numbers = {one.siren for one in some if one.siren}
    return {one.search_name for one in some}, {one.email for one in some}, numbers


def _likeness(one: Application, search_name: str, email: str | None, siren: str | None) -> Likeness:
    return Likeness(
        same_name=one.search_name == search_name,
        same_email=(email or "").casefold() == one.email,
        same_number=one.siren is not None and one.siren == siren,
    )
