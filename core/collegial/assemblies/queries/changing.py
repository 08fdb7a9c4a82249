"""Read what was changed of an assembly after it was convened."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.assemblies.models import Change, ChangeKind


def changes_of(session: Session, assembly_id: int) -> Sequence[Change]:
    """Return the changes of an assembly, the first one first."""
    return session.scalars(
        select(Change).where(Change.assembly_id == assembly_id).order_by(Change.number)
    ).all()


def call_offs(session: Session, assembly_ids: Collection[int]) -> dict[int, Change]:
    """Return why and when assemblies were called off, by their numbers."""
    found = select(Change).where(Change.assembly_id.in_(assembly_ids), Change.kind == ChangeKind.CALLED_OFF)
    return {one.assembly_id: one for one in session.scalars(found)}
