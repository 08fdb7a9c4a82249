"""Read what the desk needs for a day without connection, and what it has to settle."""

from collections.abc import Sequence

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session, joinedload

from collegial.assemblies.models import (
    AssemblyState,
    Attendance,
    AttendanceMode,
    Invitation,
    Mandate,
    MandateKind,
    RollEntry,
)
from collegial.assemblies.queries.attending import by_name
from collegial.desk.models import DeskEntry
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.statutes.models import College

HELD = (AssemblyState.CONVENED, AssemblyState.OPEN)
Person = Row[int, int, str, str | None, AttendanceMode | None, int | None, int | None]


def roll_of_the_day(session: Session, assembly_id: int) -> Sequence[Person]:
    """Return everyone on the roll: entry, number, name, college, present mode, live proxy, invitation."""
    live = and_(
        Mandate.giver_id == RollEntry.id, Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None)
    )
    return session.execute(
        select(
            RollEntry.id, RollEntry.member_number, RollEntry.name, College.name, Attendance.mode, Mandate.id,
            Invitation.id,
        )
        .outerjoin(College, RollEntry.college_id == College.id)
        .outerjoin(Attendance, and_(Attendance.entry_id == RollEntry.id, Attendance.left_at.is_(None)))
        .outerjoin(Mandate, live)
        .outerjoin(Invitation, Invitation.entry_id == RollEntry.id)
        .where(RollEntry.assembly_id == assembly_id)
        .order_by(*by_name())
    ).all()  # fmt: skip


def entry_with_key(session: Session, key: str) -> DeskEntry | None:
    """Return what was sent under a key; None when nothing was."""
    return session.scalars(select(DeskEntry).where(DeskEntry.key == key)).one_or_none()


def to_settle(session: Session, assembly_id: int) -> Sequence[DeskEntry]:
    """Return the entries that did not fit and that nobody has settled yet, the oldest first."""
    refused = (
        select(DeskEntry)
        .join(DeskEntry.entry)
        .where(
            RollEntry.assembly_id == assembly_id,
            DeskEntry.refusal.is_not(None),
            DeskEntry.settled_at.is_(None),
        )
    )
    return session.scalars(refused.options(joinedload(DeskEntry.entry)).order_by(DeskEntry.at)).all()


def sent_entry(session: Session, assembly_id: int, number: int) -> DeskEntry:
    """Return an entry of the desk of one assembly; raises Missing."""
    found = session.get(DeskEntry, number, options=[joinedload(DeskEntry.entry)])
    if found is None or found.entry.assembly_id != assembly_id:
        raise Missing("desk.unknown_entry", t("There is no such entry."))
    return found
