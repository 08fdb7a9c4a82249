"""What records add to the program."""

from collections.abc import Iterable

from flask import Blueprint
from flask_babel import get_locale
from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly
from collegial.assemblies.naming import record_name
from collegial.hooks.contracts import Fragment
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.permissions import Permission
from collegial.records.permissions import READ
from collegial.records.routes import pages
from collegial.records.services import ENDED


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the right."""
    yield READ


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the files."""
    yield pages


@hookimpl
def page_slots(session: Session, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Offer the record on the page of an assembly that is over."""
    if slot != "assembly.main":
        return
    meeting = session.get(Assembly, subject_id)
    if meeting and meeting.state in ENDED:
        yield Fragment(
            key="records.file", template="records/slot.html", permission=READ, weight=70,
            context={
                "assembly_id": subject_id, "file_name": record_name(meeting, locale=str(get_locale())),
            },
        )  # fmt: skip
