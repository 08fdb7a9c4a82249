"""Give the roll of an assembly, and its attendance sheet, as tables."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import Response
from flask_babel import get_locale

from collegial.assemblies.models import AssemblyState, Attendance, AttendanceMode, RollEntry
from collegial.assemblies.naming import file_name
from collegial.assemblies.queries import meetings
from collegial.assemblies.queries.roll import represented_by, stays, whole_roll
from collegial.assemblies.queries.sheet import sheet_of
from collegial.assemblies.sheet import Sheet, bureau_of, print_sheet
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Missing
from collegial.kernel.paging import Listed, ListedTogether
from collegial.kernel.text import t
from collegial.tables.writing import Column, Row
from collegial.web.program import current_program
from collegial.web.request import session
from collegial.web.tables import table_response
from collegial.web.voices import voice_of_papers

_SHEET = t("Attendance sheet")
COLUMNS = (
    Column(t("Number"), "number"),
    Column(t("Voting right")),
    Column(t("Votes for it")),
    Column(t("College")),
)

_MODES = {AttendanceMode.ROOM: t("In the room"), AttendanceMode.REMOTE: t("Online")}
SHEET = (
    Column(t("Number"), "number"),
    Column(t("Voting right")),
    Column(t("College")),
    Column(t("How")),
    Column(t("In"), "moment"),
    Column(t("Out"), "moment"),
    Column(t("Arrival entered late, at"), "moment"),
    Column(t("Departure entered late, at"), "moment"),
    Column(t("Holds the proxies of")),
)


def export_roll(assembly_id: int, file_format: str) -> Response:
    """Give the voting rights as they were fixed when the assembly was convened."""
    meeting = meetings.assembly(session(), assembly_id)
    rows = Listed(session(), whole_roll(meeting.id), _right_row, scalars=False)
    return table_response(t("Roll of the assembly"), COLUMNS, rows, file_format)


def _right_row(right: sa.Row[RollEntry, str]) -> Row:
    entry, voter = right
    return entry.member_number, entry.name, voter, entry.college.name if entry.college else None


def export_attendance(assembly_id: int, file_format: str) -> Response:
    """Give the attendance sheet (L39): who came, how, with the times in and out, and whom each represents."""
    meeting = meetings.assembly(session(), assembly_id)
    rows = ListedTogether(session(), stays(meeting.id), _stay_rows)
    return table_response(t("Attendance sheet"), SHEET, rows, file_format)


def _stay_rows(some: Sequence[Attendance]) -> Iterator[Row]:
    held = represented_by(session(), {one.entry_id for one in some})
    return (_stay_row(one, held.get(one.entry_id, [])) for one in some)


def _stay_row(one: Attendance, represents: Sequence[str]) -> Row:
    return (
        one.entry.member_number, one.entry.name, one.entry.college.name if one.entry.college else None,
        _MODES[one.mode], _local(one.arrived_at), _local(one.left_at), _local(one.arrival_entered_at),
        _local(one.departure_entered_at), ", ".join(represents) or None,
    )  # fmt: skip


def print_attendance(assembly_id: int) -> Response:
    """Print the attendance sheet to sign: every right before the assembly is held, those that attended after."""
    meeting, pays = meetings.assembly(session(), assembly_id), current_program().settings.pays
    if meeting.convened_at is None:
        raise Missing("assemblies.no_roll", t("The roll is fixed when the assembly is convened."))
    locale = str(get_locale())
    sheet = Sheet(
        pays=pays.name, legal_mention=pays.legal_mention, title=meeting.title, place=meeting.place,
        held_on=local_day(meeting.starts_at, pays.zone), starts_at=meeting.starts_at,
        is_held=meeting.state is not AssemblyState.CONVENED, bureau=bureau_of(meeting),
        lines=sheet_of(session(), meeting),
    )  # fmt: skip
    printed = print_sheet(sheet, voice_of_papers(locale), locale=locale)
    headers = {
        "Content-Disposition": f'inline; filename="{file_name(meeting, _SHEET, locale=locale)}"',
        "Cache-Control": "no-store",
    }
    return Response(printed, mimetype="application/pdf", headers=headers)


def _local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(ZoneInfo(current_program().settings.pays.zone)) if moment else None
