"""Hand out the record of an assembly, and the program that verifies it."""

from pathlib import Path

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from collegial.assemblies.naming import record_name
from collegial.assemblies.queries import meetings
from collegial.records import verifier as verifier_module
from collegial.records.services import record_of
from collegial.web.request import act, session


def record(assembly_id: int) -> ResponseReturnValue:
    """Give the record as a file."""
    meeting = meetings.assembly(session(), assembly_id)
    name = record_name(meeting, locale=str(get_locale()))
    return _attachment(record_of(act(), meeting), name, "application/json")


def verifier() -> ResponseReturnValue:
    """Give the verifier as a file that runs alone."""
    source = Path(verifier_module.__file__).read_bytes()
    return _attachment(source, "collegial-verify.py", "text/x-python; charset=utf-8")


def _attachment(content: bytes, name: str, media_type: str) -> Response:
    return Response(
        content, mimetype=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
