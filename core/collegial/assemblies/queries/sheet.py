"""Gather the attendance sheet of an assembly (L39): who attends and how, with the times, and who represents whom."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.assemblies.models import (
    Assembly,
    AssemblyState,
    Attendance,
    AttendanceMode,
    CorrespondenceForm,
    RollEntry,
)
from collegial.assemblies.queries.attending import live_proxies
from collegial.assemblies.queries.blanks import live_blanks
from collegial.assemblies.queries.roll import stays, whole_roll
from collegial.assemblies.queries.spouses import spouses_of


class Way(enum.Enum):
    """How a voting right attends; UNKNOWN before the assembly is held, ABSENT where nothing makes it count."""

    ROOM = "room"
    REMOTE = "remote"
    PROXY = "proxy"
    CHAIR = "chair"
    FORM = "form"
    UNKNOWN = "unknown"
    ABSENT = "absent"


@dataclass(frozen=True, kw_only=True)
class SheetLine:
    """A line of the sheet: a voting right, who uses it, how, by whom it is represented, and whom it represents."""

    entry: RollEntry
    voter: str
    way: Way
    by: str | None
    holds: Sequence[str]
    stays: Sequence[Attendance]

    @property
    def attends(self) -> bool:
        """Tell whether it counts for the quorum of some moment."""
        return self.way not in (Way.UNKNOWN, Way.ABSENT)


def sheet_of(session: Session, meeting: Assembly) -> list[SheetLine]:
    """Return every voting right of an assembly by member number, in a constant number of statements."""
    came: dict[int, list[Attendance]] = {}
    for stay in session.scalars(stays(meeting.id)):
        came.setdefault(stay.entry_id, []).append(stay)
    given = {one.giver_id: one.holder for one in session.scalars(live_proxies(meeting.id))}
    chair = {one.entry_id for one in session.scalars(live_blanks(meeting.id))}
    forms = _with_forms(session, meeting.id)
    held: dict[int, list[str]] = {}
    rows = session.execute(whole_roll(meeting.id)).all()
    spouses = spouses_of(session, [entry.id for entry, _ in rows])
    for entry, _voter in rows:
        if entry.id in given:
            held.setdefault(given[entry.id].id, []).append(entry.name)
    is_held = meeting.state is not AssemblyState.CONVENED
    lines = []
    for entry, voter in rows:
        holder, spouse = given.get(entry.id), spouses.get(entry.id)
        way = _way(
            came.get(entry.id, []), has_form=entry.id in forms, to_chair=entry.id in chair,
            is_represented=holder is not None and holder.id in came,
            by_spouse=spouse is not None,
        )  # fmt: skip
        lines.append(
            SheetLine(
                entry=entry,
                voter=voter,
                by=holder.name if holder else spouse.holder_name if spouse else None,
                stays=came.get(entry.id, []),
                holds=held.get(entry.id, []),
                way=Way.UNKNOWN if way is Way.ABSENT and not is_held else way,
            )
        )
    return lines


def _way(
    came: Sequence[Attendance], *, has_form: bool, to_chair: bool, is_represented: bool, by_spouse: bool
) -> Way:
    """Say how a right attends: who came came in person, whatever the papers; a form goes before a proxy (L38)."""
    if came and by_spouse:
        return Way.PROXY
    if came:
        return Way.ROOM if came[-1].mode is AttendanceMode.ROOM else Way.REMOTE
    for holds, way in ((has_form, Way.FORM), (is_represented, Way.PROXY), (to_chair, Way.CHAIR)):
        if holds:
            return way
    return Way.ABSENT


def _with_forms(session: Session, assembly_id: int) -> set[int]:
    holds = (
        select(CorrespondenceForm.entry_id)
        .join(RollEntry, CorrespondenceForm.entry_id == RollEntry.id)
        .where(RollEntry.assembly_id == assembly_id, CorrespondenceForm.withdrawn_at.is_(None))
    )
    return set(session.scalars(holds))
