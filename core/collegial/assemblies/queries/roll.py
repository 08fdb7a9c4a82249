"""Read the whole roll of an assembly, for those who print or check it."""

from collections.abc import Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, joinedload

from collegial.actors.models import Actor
from collegial.assemblies.models import RollEntry


def whole_roll(session: Session, assembly_id: int) -> Sequence[Row[RollEntry, str]]:
    """Return the voting rights of an assembly with the names of who uses them, by member number."""
    return session.execute(
        select(RollEntry, Actor.name)
        .join(Actor, RollEntry.voter_id == Actor.id)
        .options(joinedload(RollEntry.college))
        .where(RollEntry.assembly_id == assembly_id)
        .order_by(RollEntry.member_number)
    ).all()
