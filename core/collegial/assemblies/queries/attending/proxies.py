"""Read the proxies of an assembly: who gave one, who holds some, what is carried to another assembly."""

from collections.abc import Sequence

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session, aliased, joinedload

from collegial.assemblies.models import (
    Assembly,
    AssemblyState,
    Mandate,
    MandateKind,
    RollEntry,
)
from collegial.assemblies.queries.attending.entries import by_name


def live_proxy_of(session: Session, giver_id: int) -> Mandate | None:
    """Return the proxy that an entry has given and not taken back."""
    live = select(Mandate).where(
        Mandate.giver_id == giver_id, Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None)
    )
    return session.scalars(live.options(joinedload(Mandate.holder))).one_or_none()


def may_have_served(meeting: Assembly, given: Mandate | None) -> bool:
    """Tell whether votes may be cast already by what someone has given: a mandate, or without one another proxy.

    None is before the assembly is open, and the first use of a mandate is its acceptance.
    """
    return meeting.state is AssemblyState.OPEN and (given is None or given.accepted_at is not None)


def live_proxies_held(session: Session, holder_id: int) -> Sequence[Mandate]:
    """Return the proxies that an entry holds."""
    live = select(Mandate).where(
        Mandate.holder_id == holder_id, Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None)
    )
    return session.scalars(live.options(joinedload(Mandate.giver)).order_by(Mandate.slot)).all()


def proxies_to_carry(
    session: Session, from_id: int, to_id: int, *, only_pairs: bool = False
) -> Sequence[Row[Mandate, RollEntry, RollEntry]]:
    """Return the live proxies of one assembly with the other's entries of giver and holder.

    With `only_pairs`, those that were given for the ordinary and the extraordinary assembly alike.
    """
    giver, holder, first_giver, first_holder = (aliased(RollEntry) for _ in range(4))
    rows = (
        select(Mandate, giver, holder)
        .join(first_giver, Mandate.giver_id == first_giver.id)
        .join(first_holder, Mandate.holder_id == first_holder.id)
        .join(giver, and_(giver.member_id == first_giver.member_id, giver.assembly_id == to_id))
        .join(holder, and_(holder.member_id == first_holder.member_id, holder.assembly_id == to_id))
        .where(Mandate.assembly_id == from_id, Mandate.kind == MandateKind.PROXY)
        .where(Mandate.revoked_at.is_(None))
    )
    if only_pairs:
        rows = rows.where(Mandate.for_pair)
    return session.execute(rows.order_by(Mandate.id)).all()


def mandates_of_voter(session: Session, assembly_id: int, actor_id: int | None) -> Sequence[Mandate]:
    """Return every live mandate this person may cast: own ones first, then proxies."""
    holder = aliased(RollEntry)
    return session.scalars(
        select(Mandate)
        .join(holder, Mandate.holder_id == holder.id)
        .where(Mandate.assembly_id == assembly_id, Mandate.revoked_at.is_(None), holder.voter_id == actor_id)
        .options(joinedload(Mandate.giver).joinedload(RollEntry.college), joinedload(Mandate.holder))
        .order_by(Mandate.kind, Mandate.id)
    ).all()


def proxies_given_by(session: Session, assembly_id: int, actor_id: int | None) -> dict[int, Mandate]:
    """Return the live proxies given for this person's entries, by entry."""
    giver = aliased(RollEntry)
    rows = session.scalars(
        select(Mandate)
        .join(giver, Mandate.giver_id == giver.id)
        .where(
            Mandate.assembly_id == assembly_id,
            Mandate.kind == MandateKind.PROXY,
            Mandate.revoked_at.is_(None),
            giver.voter_id == actor_id,
        )
        .options(joinedload(Mandate.holder))
    )
    return {one.giver_id: one for one in rows}


def declined_for(session: Session, assembly_id: int, actor_id: int | None) -> dict[int, Mandate]:
    """Return the last proxy of this person's entries that its holder declined, by entry."""
    giver = aliased(RollEntry)
    rows = session.scalars(
        select(Mandate)
        .join(giver, Mandate.giver_id == giver.id)
        .where(
            Mandate.assembly_id == assembly_id, Mandate.declined_at.is_not(None), giver.voter_id == actor_id
        )
        .options(joinedload(Mandate.holder))
        .order_by(Mandate.id)
    )  # fmt: skip
    return {one.giver_id: one for one in rows}


def live_proxies(assembly_id: int) -> Select[Mandate]:
    """Select the proxies that hold in an assembly, with giver and holder, by the giver's name."""
    giver = aliased(RollEntry)
    return (
        select(Mandate)
        .join(giver, Mandate.giver_id == giver.id)
        .options(joinedload(Mandate.giver), joinedload(Mandate.holder))
        .where(
            Mandate.assembly_id == assembly_id,
            Mandate.kind == MandateKind.PROXY,
            Mandate.revoked_at.is_(None),
        )
        .order_by(*by_name(giver), Mandate.id)
    )
