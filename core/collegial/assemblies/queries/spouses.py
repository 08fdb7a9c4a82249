"""Read the proxies given to spouses and partners."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session, aliased

from collegial.assemblies.models import RollEntry
from collegial.assemblies.models.spouses import SpouseProxy


def live_spouse_of(session: Session, entry_id: int) -> SpouseProxy | None:
    """Return the one that an entry has given and not taken back."""
    live = select(SpouseProxy).where(SpouseProxy.entry_id == entry_id, SpouseProxy.revoked_at.is_(None))
    return session.scalars(live).one_or_none()


def spouses_of(session: Session, entry_ids: Collection[int]) -> dict[int, SpouseProxy]:
    """Return the live ones of some entries, by entry."""
    live = select(SpouseProxy).where(SpouseProxy.entry_id.in_(entry_ids), SpouseProxy.revoked_at.is_(None))
    return {one.entry_id: one for one in session.scalars(live)}


def live_spouses(session: Session, assembly_id: int) -> Sequence[Row[SpouseProxy, RollEntry]]:
    """Return the live ones of an assembly with their givers, by member number."""
    live = select(SpouseProxy, RollEntry).join(RollEntry, SpouseProxy.entry_id == RollEntry.id)
    live = live.where(RollEntry.assembly_id == assembly_id, SpouseProxy.revoked_at.is_(None))
    return session.execute(live.order_by(RollEntry.member_number)).all()


def spouses_to_carry(session: Session, from_id: int, to_id: int) -> Sequence[Row[SpouseProxy, RollEntry]]:
    """Return the live ones of one assembly with the other's entries of those who gave them."""
    entry, old = aliased(RollEntry), aliased(RollEntry)
    rows = (
        select(SpouseProxy, entry)
        .join(old, SpouseProxy.entry_id == old.id)
        .join(entry, and_(entry.member_id == old.member_id, entry.assembly_id == to_id))
        .where(old.assembly_id == from_id, SpouseProxy.revoked_at.is_(None))
    )
    return session.execute(rows.order_by(SpouseProxy.id)).all()
