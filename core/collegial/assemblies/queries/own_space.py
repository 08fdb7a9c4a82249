"""Read what a member sees of assemblies in its own space: those to come, its proxies, and what it did in past ones."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager, joinedload

from collegial.assemblies.models import (
    Assembly,
    AssemblyState,
    Attendance,
    Mandate,
    MandateKind,
    RollEntry,
)


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A member's place on the roll of an assembly, with the proxy it gave and those it holds."""

    entry: RollEntry
    given: Mandate | None
    held: Sequence[Mandate]


def seats_of(session: Session, member_id: int) -> list[Seat]:
    """Return a member's places in the assemblies that are convened or under way, the next first."""
    states = (AssemblyState.CONVENED, AssemblyState.OPEN)
    entries = session.scalars(
        select(RollEntry)
        .join(RollEntry.assembly)
        .options(contains_eager(RollEntry.assembly), joinedload(RollEntry.college))
        .where(RollEntry.member_id == member_id, Assembly.state.in_(states))
        .order_by(Assembly.starts_at, Assembly.id)
    ).all()
    ids = [one.id for one in entries]
    given, held = _live(session, Mandate.giver_id, ids), _live(session, Mandate.holder_id, ids)
    return [Seat(entry=one, given=next(iter(given[one.id]), None), held=held[one.id]) for one in entries]


@dataclass(frozen=True, kw_only=True)
class Past:
    """A member's place on the roll of an assembly that is over: whether it came, or the holder of its proxy did."""

    entry: RollEntry
    came: bool
    holder_came: bool


def past_of(session: Session, member_id: int, *, most: int) -> list[Past]:
    """Return a member's places in the last assemblies that are over, the latest first."""
    over = (AssemblyState.CLOSED, AssemblyState.INQUORATE, AssemblyState.CALLED_OFF)
    came = exists().where(Attendance.entry_id == RollEntry.id)
    holder_came = exists().where(
        Mandate.giver_id == RollEntry.id, Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None),
        Attendance.entry_id == Mandate.holder_id,
    )  # fmt: skip
    rows = session.execute(
        select(RollEntry, came, holder_came)
        .join(RollEntry.assembly)
        .options(
            contains_eager(RollEntry.assembly), joinedload(RollEntry.proxy_given).joinedload(Mandate.holder),
            joinedload(RollEntry.left_to_chair), joinedload(RollEntry.spouse_named), joinedload(RollEntry.form_sent),
        )
        .where(RollEntry.member_id == member_id, Assembly.state.in_(over))
        .order_by(Assembly.starts_at.desc(), Assembly.id.desc())
        .limit(most)
    )  # fmt: skip
    return [Past(entry=entry, came=here, holder_came=held) for entry, here, held in rows]


def _live(
    session: Session, side: InstrumentedAttribute[int], entry_ids: Collection[int]
) -> Mapping[int, list[Mandate]]:
    """Return the live proxies of some entries, by the entry on one side of them."""
    found = session.scalars(
        select(Mandate)
        .where(side.in_(entry_ids), Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None))
        .options(joinedload(Mandate.giver), joinedload(Mandate.holder))
        .order_by(Mandate.id)
    )
    by_entry: dict[int, list[Mandate]] = defaultdict(list)
    for one in found:
        by_entry[getattr(one, side.key)].append(one)
    return by_entry
