"""The actors that the financial tools deal with: borrowers, funders, patrons, applicants, each of the directory."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from collegial.plugin import Actor, Context, Invalid, name_holds, t

OFFERED = 200  # names in one list: beyond, one searches


def known_actor(context: Context, actor_id: int, field: str) -> Actor:
    """Return an actor of the directory. Raises Invalid at the field."""
    found = context.session.get(Actor, actor_id)
    if found is None:
        raise Invalid("finance.actor_unknown", t("Choose one from the list."), field=field)
    return found


def to_choose(session: Session, find: str, *where: ColumnElement[bool]) -> Sequence[Actor]:
    """Return those whose name holds some words, as the directory orders and searches them.

    There is at most one more than OFFERED, which tells that the list is cut.
    """
    live = Actor.merged_into_id.is_(None)
    query = select(Actor).where(live, *where, *name_holds(find))
    return session.scalars(query.order_by(Actor.search_name, Actor.id).limit(OFFERED + 1)).all()
