"""Count who attends, college by college, each voting right once."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from fractions import Fraction

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from collegial.assemblies.models import (
    NO_COLLEGE,
    Assembly,
    Attendance,
    AttendanceCount,
    AttendanceMode,
    BlankProxy,
    CorrespondenceForm,
    Mandate,
    MandateKind,
    RollEntry,
)
from collegial.assemblies.queries.attending.entries import is_here
from collegial.assemblies.rules import CollegeAttendance
from collegial.statutes.models import College
from collegial.statutes.rules import StatuteRules

Counts = dict[int | None, int]


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many of a college are on the roll, and count for the quorum by each way."""

    members: int = 0
    room: int = 0
    remote: int = 0
    represented: int = 0
    correspondence: int = 0


_NAMES = tuple(one.name for one in fields(Tally))


def attendance_by_college(
    session: Session, meeting: Assembly, rules: StatuteRules
) -> list[CollegeAttendance]:
    """Return who attends now, college by college, from the counts that triggers keep: no roll is too long.

    Without colleges, the whole roll is one college that weighs everything.
    """
    tallies = kept_tallies(session, meeting.id)
    if not rules.colleges:
        return [_attendance("all", "", Fraction(1), _together(tallies.values()))]
    ids = {key: number for number, key in session.execute(select(College.id, College.key))}
    return [
        _attendance(one.key, one.name, one.weight, tallies.get(ids.get(one.key), Tally()))
        for one in rules.colleges
    ]


def _together(tallies: Iterable[Tally]) -> Tally:
    rows = [astuple(one) for one in tallies]
    return Tally(**{name: sum(row[at] for row in rows) for at, name in enumerate(_NAMES)})


def _attendance(key: str, name: str, weight: Fraction, tally: Tally) -> CollegeAttendance:
    return CollegeAttendance(
        key=key, name=name, weight=weight, members=tally.members, present=tally.room, remote=tally.remote,
        represented=tally.represented, correspondence=tally.correspondence,
    )  # fmt: skip


def kept_tallies(session: Session, assembly_id: int) -> dict[int | None, Tally]:
    """Return the counts of an assembly by college, None for those without one, as they are kept."""
    sums = (func.sum(getattr(AttendanceCount, name)) for name in _NAMES)
    rows = session.execute(
        select(AttendanceCount.college_id, *sums)
        .where(AttendanceCount.assembly_id == assembly_id)
        .group_by(AttendanceCount.college_id)
    )
    return {
        None if college == NO_COLLEGE else college: Tally(**dict(zip(_NAMES, map(int, figures), strict=True)))
        for college, *figures in rows
    }


def counted_tallies(session: Session, assembly_id: int) -> dict[int | None, Tally]:
    """Count the same from the roll, the stays, the proxies and the forms, in a constant number of statements."""
    by_proxy = _by_college(session, represented(), assembly_id)
    to_chair = _by_college(session, left_to_chair(), assembly_id)
    counts = {
        "members": _by_college(session, select(RollEntry.college_id), assembly_id),
        "room": _by_college(session, _staying(AttendanceMode.ROOM), assembly_id),
        "remote": _by_college(session, _staying(AttendanceMode.REMOTE), assembly_id),
        "represented": _added(by_proxy, to_chair),
        "correspondence": _by_college(session, by_correspondence(), assembly_id),
    }
    return {
        college: Tally(**{name: count.get(college, 0) for name, count in counts.items()})
        for college in counts["members"]
    }


def miscounted(session: Session, assembly_id: int) -> dict[int | None, tuple[Tally, Tally]]:
    """Return the colleges whose kept counts are not what there is: what is kept, and what was counted."""
    kept, counted = kept_tallies(session, assembly_id), counted_tallies(session, assembly_id)
    pairs = {one: (kept.get(one, Tally()), counted.get(one, Tally())) for one in {*kept, *counted}}
    return {college: pair for college, pair in pairs.items() if pair[0] != pair[1]}


def _by_college(session: Session, entries: Select[int | None], assembly_id: int) -> Counts:
    rows = (
        entries.where(RollEntry.assembly_id == assembly_id)
        .add_columns(func.count())
        .group_by(RollEntry.college_id)
    )
    return dict(session.execute(rows).all())


def _staying(mode: AttendanceMode) -> Select[int | None]:
    stay = and_(Attendance.entry_id == RollEntry.id, Attendance.left_at.is_(None), Attendance.mode == mode)
    return select(RollEntry.college_id).join(Attendance, stay)


def represented() -> Select[int | None]:
    """Select entries that are absent and whose proxy holder is there (L37: an absent holder counts for none).

    With a form as well, a right counts by correspondence: the form goes before the proxy (L38).
    """
    held = and_(
        Mandate.giver_id == RollEntry.id, Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None)
    )
    return (
        select(RollEntry.college_id)
        .join(Mandate, held)
        .where(is_here(Mandate.holder_id), ~is_here(RollEntry.id), ~has_form(RollEntry.id))
    )


def left_to_chair() -> Select[int | None]:
    """Select entries that are absent and whose proxy names no holder: the chair, who is there, represents them."""
    left = exists().where(BlankProxy.entry_id == RollEntry.id, BlankProxy.revoked_at.is_(None))
    return select(RollEntry.college_id).where(left, ~is_here(RollEntry.id), ~has_form(RollEntry.id))


def _added(first: Counts, second: Counts) -> Counts:
    return {college: first.get(college, 0) + second.get(college, 0) for college in {*first, *second}}


def by_correspondence() -> Select[int | None]:
    """Select entries that are absent and whose form holds."""
    return select(RollEntry.college_id).where(has_form(RollEntry.id), ~is_here(RollEntry.id))


def has_form(entry_id: object) -> ColumnElement[bool]:
    """Return the condition that an entry of the roll votes by correspondence."""
    return exists().where(CorrespondenceForm.entry_id == entry_id, CorrespondenceForm.withdrawn_at.is_(None))
