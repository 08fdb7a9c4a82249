"""Read who sits on the board and can be revoked, and what a resolution revokes (L32)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.actors.models import Actor
from collegial.assemblies.models import Resolution, Revocation
from collegial.groups.models import Group, GroupKind, GroupMembership
from collegial.groups.queries import is_belonging


def in_office(session: Session, day: date) -> Sequence[GroupMembership]:
    """Return the seats on the board that are held on a day, by name."""
    held = (
        select(GroupMembership)
        .join(GroupMembership.group)
        .join(GroupMembership.actor)
        .where(Group.kind == GroupKind.BOARD, is_belonging(day))
        .options(joinedload(GroupMembership.group), joinedload(GroupMembership.actor))
    )
    return session.scalars(held.order_by(Actor.search_name, Group.name, GroupMembership.id)).all()


def revocation_on(session: Session, resolution_id: int) -> Revocation | None:
    """Return whose seat a resolution takes away; None for any other resolution."""
    return session.get(Revocation, resolution_id)


def revoked_before(session: Session, assembly_id: int) -> set[int]:
    """Return the seats that an assembly was asked about already."""
    asked = select(Revocation.membership_id).where(Revocation.assembly_id == assembly_id)
    return set(session.scalars(asked))


def replacing(session: Session, item_id: int) -> Resolution | None:
    """Return the election of those who replace whom an item revokes."""
    revokes = select(Revocation.resolution_id)
    beside = select(Resolution).where(Resolution.item_id == item_id, Resolution.id.not_in(revokes))
    return session.scalars(beside.where(Resolution.voting.has())).one_or_none()
