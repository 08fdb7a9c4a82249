"""Find people at the attendance desk."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, select
from sqlalchemy.orm import Session, joinedload

from collegial.assemblies.models import (
    Attendance,
    Mandate,
    MandateKind,
    RollEntry,
)
from collegial.assemblies.queries.attending.entries import by_name
from collegial.kernel.folding import folded_text

_LONGEST_NUMBER = 9


@dataclass(frozen=True, kw_only=True)
class DeskRow:
    """A line of the attendance desk."""

    entry: RollEntry
    stay: Attendance | None
    proxy: Mandate | None


def desk_rows(session: Session, assembly_id: int, search: str, *, most: int = 12) -> list[DeskRow]:
    """Return the entries that match a name or a member's number, with what the desk must know of each."""
    live = and_(
        Mandate.giver_id == RollEntry.id, Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None)
    )
    rows = session.execute(
        select(RollEntry, Attendance, Mandate)
        .outerjoin(Attendance, and_(Attendance.entry_id == RollEntry.id, Attendance.left_at.is_(None)))
        .outerjoin(Mandate, live)
        .where(RollEntry.assembly_id == assembly_id, _matching(search))
        .options(joinedload(RollEntry.college), joinedload(Mandate.holder))
        .order_by(*by_name())
        .limit(most)
    )
    return [DeskRow(entry=one, stay=stay, proxy=proxy) for one, stay, proxy in rows]


def _matching(search: str) -> ColumnElement[bool]:
    wanted = search.strip()
    if wanted.isascii() and wanted.isdigit() and len(wanted) <= _LONGEST_NUMBER:
        return RollEntry.member_number == int(wanted)
    if any(sign.isdigit() and not sign.isascii() for sign in wanted):
        return false()  # “²” would be folded into the 2 of a name
    return func.folded(RollEntry.name).contains(folded_text(wanted) or "", autoescape=True)


def has_namesakes(session: Session, entry: RollEntry) -> bool:
    """Tell whether others on the roll bear this name, so that more must be said to mean this one."""
    same = func.folded(RollEntry.name) == folded_text(entry.name)
    others = select(RollEntry.id).where(
        RollEntry.assembly_id == entry.assembly_id, RollEntry.id != entry.id, same
    )
    return session.scalar(others.limit(1)) is not None


def entries_named(session: Session, assembly_id: int, wanted: str, *, whole: bool = False) -> list[RollEntry]:
    """Return some entries with this member number or name: those of the whole name, else of a part of it.

    With `whole`, a part of a name finds nobody: for where nobody looks whom it found.
    """
    rows = desk_rows(session, assembly_id, wanted, most=3)
    exact = [row.entry for row in rows if row.entry.name.casefold() == wanted.strip().casefold()]
    return exact or [row.entry for row in rows if not whole or wanted.strip().isdecimal()]
