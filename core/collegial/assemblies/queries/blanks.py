"""Read the proxies without a holder of an assembly."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from collegial.assemblies.models import BlankProxy, RollEntry


def live_blank_of(session: Session, entry_id: int) -> BlankProxy | None:
    """Return the proxy without a holder that an entry has given and not taken back."""
    live = select(BlankProxy).where(BlankProxy.entry_id == entry_id, BlankProxy.revoked_at.is_(None))
    return session.scalars(live).one_or_none()


def blanks_of(session: Session, entry_ids: Collection[int]) -> dict[int, BlankProxy]:
    """Return the live ones of some entries, by entry."""
    live = select(BlankProxy).where(BlankProxy.entry_id.in_(entry_ids), BlankProxy.revoked_at.is_(None))
    return {one.entry_id: one for one in session.scalars(live)}


def live_blanks(assembly_id: int) -> Select[BlankProxy]:
    """Select the live ones of an assembly, by member number, with their entries."""
    return (
        select(BlankProxy)
        .join(BlankProxy.entry)
        .options(contains_eager(BlankProxy.entry))
        .where(RollEntry.assembly_id == assembly_id, BlankProxy.revoked_at.is_(None))
        .order_by(RollEntry.member_number)
    )


def all_blanks(session: Session, assembly_id: int) -> Sequence[BlankProxy]:
    """Return every one of an assembly, those taken back too, in the order in which they came."""
    every = select(BlankProxy).join(BlankProxy.entry).where(RollEntry.assembly_id == assembly_id)
    return session.scalars(every.order_by(BlankProxy.id)).all()


def blanks_to_carry(
    session: Session, from_id: int, to_id: int, *, only_pairs: bool
) -> Sequence[Row[BlankProxy, RollEntry]]:
    """Return the live ones of one assembly with the other's entries of those who gave them."""
    entry, old = aliased(RollEntry), aliased(RollEntry)
    rows = (
        select(BlankProxy, entry)
        .join(old, BlankProxy.entry_id == old.id)
        .join(entry, and_(entry.member_id == old.member_id, entry.assembly_id == to_id))
        .where(old.assembly_id == from_id, BlankProxy.revoked_at.is_(None))
    )
    if only_pairs:
        rows = rows.where(BlankProxy.for_pair)
    return session.execute(rows.order_by(BlankProxy.id)).all()
