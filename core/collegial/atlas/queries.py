"""Read who agreed to be shown, and who may speak for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager

from collegial.actors.models import Actor, ActorFamily, ActorKind, ActorShowing
from collegial.actors.permissions import MANAGE
from collegial.actors.queries import is_live, name_holds, spoken_for
from collegial.kernel.permissions import Viewer


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What a visitor looks for; `places` are the names of the communes that count, None for all."""

    words: str = ""
    family: str = ""
    kind: ActorKind | None = None
    places: Sequence[str] | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what an actor must meet."""
        found = name_holds(self.words)
        if self.family:
            found.append(ActorFamily.key == self.family)
        if self.kind:
            found.append(Actor.kind == self.kind)
        if self.places is not None:
            found.append(Actor.locality.in_(self.places))
        return found


def shown(sought: Sought) -> Select[ActorShowing]:
    """Return the query of those who are shown and meet what is sought, by name."""
    return (
        select(ActorShowing)
        .join(ActorShowing.actor)
        .outerjoin(Actor.family)
        .options(contains_eager(ActorShowing.actor).contains_eager(Actor.family))
        .where(ActorShowing.withdrawn_at.is_(None), is_live(), *sought.conditions())
        .order_by(Actor.search_name, Actor.id)
    )


def count_by_place(session: Session) -> dict[str, int]:
    """Return how many are shown in each commune."""
    counted = (
        select(Actor.locality, func.count())
        .join(ActorShowing, ActorShowing.actor_id == Actor.id)
        .where(ActorShowing.withdrawn_at.is_(None), is_live(), Actor.locality.is_not(None))
        .group_by(Actor.locality)
    )
    return {place: count for place, count in session.execute(counted) if place}


def showing_of(session: Session, actor_id: int) -> ActorShowing | None:
    """Return since when an actor is shown; None where it is not."""
    found = select(ActorShowing).where(ActorShowing.actor_id == actor_id, ActorShowing.withdrawn_at.is_(None))
    return session.scalars(found).one_or_none()


def may_decide(session: Session, viewer: Viewer, actor_id: int, day: date) -> bool:
    """Tell whether someone may say that an actor is shown: itself, who speaks for it, who keeps the directory."""
    if viewer.may(MANAGE) or (viewer.actor_id is not None and viewer.actor_id == actor_id):
        return True
    if viewer.actor_id is None:
        return False
    return session.scalar(spoken_for(viewer.actor_id, day).where(Actor.id == actor_id)) is not None
