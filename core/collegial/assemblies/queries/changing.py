"""Read what was changed of an assembly after it was convened."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.assemblies.models import Change


def changes_of(session: Session, assembly_id: int) -> Sequence[Change]:
    """Return the changes of an assembly, the first one first."""
    return session.scalars(
        select(Change).where(Change.assembly_id == assembly_id).order_by(Change.number)
    ).all()
