"""Give the roll of an assembly as a table."""

from flask import Response

from collegial.assemblies.queries import meetings
from collegial.assemblies.queries.roll import whole_roll
from collegial.kernel.text import t
from collegial.tables.writing import Column
from collegial.web.request import session
from collegial.web.tables import table_response

COLUMNS = (
    Column(t("Number"), "number"),
    Column(t("Voting right")),
    Column(t("Votes for it")),
    Column(t("College")),
)


def export_roll(assembly_id: int, file_format: str) -> Response:
    """Give the voting rights as they were fixed when the assembly was convened."""
    meeting = meetings.assembly(session(), assembly_id)
    rows = [
        (entry.member_number, entry.name, voter, entry.college.name if entry.college else None)
        for entry, voter in whole_roll(session(), meeting.id)
    ]
    return table_response(t("Roll of the assembly"), COLUMNS, rows, file_format)
