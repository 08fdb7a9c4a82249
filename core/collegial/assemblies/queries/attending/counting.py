"""Count who attends, college by college, each voting right once."""

from fractions import Fraction

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from collegial.assemblies.models import (
    Assembly,
    Attendance,
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


def attendance_by_college(
    session: Session, meeting: Assembly, rules: StatuteRules
) -> list[CollegeAttendance]:
    """Count who attends now, college by college, in a constant number of statements.

    Without colleges, the whole roll is one college that weighs everything.
    """
    counts = [
        _by_college(session, select(RollEntry.college_id), meeting.id),
        _by_college(session, _staying(AttendanceMode.ROOM), meeting.id),
        _by_college(session, _staying(AttendanceMode.REMOTE), meeting.id),
        _added(
            _by_college(session, represented(), meeting.id), _by_college(session, left_to_chair(), meeting.id)
        ),
        _by_college(session, by_correspondence(), meeting.id),
    ]
    if not rules.colleges:
        totals = [sum(one.values()) for one in counts]
        return [_attendance("all", "", Fraction(1), totals)]
    ids = {key: number for number, key in session.execute(select(College.id, College.key))}
    return [
        _attendance(one.key, one.name, one.weight, [count.get(ids.get(one.key), 0) for count in counts])
        for one in rules.colleges
    ]


def _attendance(key: str, name: str, weight: Fraction, counts: list[int]) -> CollegeAttendance:
    members, room, remote, by_proxy, by_form = counts
    return CollegeAttendance(
        key=key, name=name, weight=weight, members=members, present=room, remote=remote, represented=by_proxy,
        correspondence=by_form,
    )  # fmt: skip


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
