"""Write the counts of who attends anew, where a hand in the database has left them wrong."""

from dataclasses import asdict

from sqlalchemy import delete, insert, literal, select

from collegial.assemblies.models import (
    NO_COLLEGE,
    Assembly,
    Attendance,
    AttendanceCount,
    RollEntry,
    Standing,
    Way,
)
from collegial.assemblies.permissions import CONDUCT
from collegial.assemblies.queries.attending import (
    by_correspondence,
    counted_tallies,
    left_to_chair,
    represented,
)
from collegial.hooks.extensions import Rows
from collegial.kernel.events import Context
from collegial.kernel.permissions import require


def recount(context: Context, meeting: Assembly) -> None:
    """Find again how each voting right counts, and how many do; whoever comes in meanwhile waits."""
    require(context.by, CONDUCT)
    session, here = context.session, RollEntry.assembly_id == meeting.id
    session.execute(select(RollEntry.id).where(here).order_by(RollEntry.id).with_for_update()).all()
    session.execute(delete(Standing).where(Standing.entry_id.in_(select(RollEntry.id).where(here))))
    for standing in _standings():
        session.execute(insert(Standing).from_select(["entry_id", "way"], standing.where(here)))
    session.execute(delete(AttendanceCount).where(AttendanceCount.assembly_id == meeting.id))
    rows = [
        {"assembly_id": meeting.id, "college_id": college or NO_COLLEGE, "shard": 0, **asdict(tally)}
        for college, tally in counted_tallies(session, meeting.id).items()
    ]
    if rows:
        session.execute(insert(AttendanceCount), rows)


def _standings() -> tuple[Rows, ...]:
    """Select the voting rights that count, with the way; none is in two of them."""
    stays = select(RollEntry.id, Attendance.mode).join(Attendance).where(Attendance.left_at.is_(None))
    return (
        stays,
        _by(represented(), Way.REPRESENTED),
        _by(left_to_chair(), Way.REPRESENTED),
        _by(by_correspondence(), Way.CORRESPONDENCE),
    )


def _by(entries: Rows, way: Way) -> Rows:
    return entries.with_only_columns(RollEntry.id, literal(way, Standing.way.type))
