"""Read what someone typed in a draft and has not saved."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.proposals.models import Version, WorkingCopy


def working_copy(
    session: Session, version: Version, account_id: int | None, place: str
) -> WorkingCopy | None:
    """Return what someone typed at a place of a draft and has not saved."""
    return session.scalars(
        select(WorkingCopy).where(
            WorkingCopy.version_id == version.id,
            WorkingCopy.account_id == account_id,
            WorkingCopy.place == place,
        )
    ).one_or_none()


def places_typed_at(session: Session, version: Version, account_id: int | None) -> set[str]:
    """Return the places of a draft where someone has typed and not saved."""
    found = select(WorkingCopy.place).where(
        WorkingCopy.version_id == version.id, WorkingCopy.account_id == account_id
    )
    return set(session.scalars(found))
