"""Read which members' spaces are a person's own: its own memberships, and those of whom it votes for."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from collegial.actors.queries import spoken_for, voter_of
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.membership.models import Member


def spaces_of(session: Session, actor_id: int | None, day: date) -> Sequence[Member]:
    """Return the memberships that a person may look into on a day, present before past."""
    if actor_id is None:
        return []
    own = select(Member).options(joinedload(Member.actor)).where(_is_open_to(actor_id, day))
    return session.scalars(own.order_by(Member.left_on.is_not(None), Member.number)).all()


def space(session: Session, actor_id: int | None, member_id: int, day: date) -> Member:
    """Return the member behind one of a person's spaces; raises Missing for anyone else's."""
    found = next((one for one in spaces_of(session, actor_id, day) if one.id == member_id), None)
    if found is None:
        raise Missing("members.not_your_space", t("There is no such space, or it is not yours."))
    return found


def speaks_for(session: Session, actor_id: int | None, member: Member, day: date) -> bool:
    """Tell whether a person is the one who votes for a member on a day (L6).

    A minor looks into its space, and its guardian asks for it.
    """
    return actor_id is not None and voter_of(session, [member.actor_id], day)[member.actor_id] == actor_id


def _is_open_to(actor_id: int, day: date) -> ColumnElement[bool]:
    return or_(Member.actor_id == actor_id, Member.actor_id.in_(spoken_for(actor_id, day)))
