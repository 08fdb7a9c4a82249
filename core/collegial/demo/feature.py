"""What the demonstration adds to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly
from collegial.assemblies.permissions import CONDUCT
from collegial.assemblies.rules import arrivals_have_begun
from collegial.demo.rehearsal import awaits_members
from collegial.demo.routes import pages
from collegial.hooks.contracts import Fragment
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.clock import local_day
from collegial.votes.models import Secrecy
from collegial.votes.queries import open_session_of
from collegial.web.program import current_program


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages, which are not found outside a demonstration."""
    yield pages


@hookimpl
def page_slots(session: Session, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Offer the rehearsal on the pages of an assembly and of its secret vote, in a demonstration only."""
    if slot not in ("assembly.main", "secret.main") or not current_program().settings.demo:
        return
    meeting = session.get_one(Assembly, subject_id)
    vote = open_session_of(session, subject_id)
    context = {
        "assembly": meeting,
        "vote": vote,
        "is_secret": vote is not None and vote.secrecy is Secrecy.SECRET,
        "awaits_members": _is_its_day(meeting) and awaits_members(session, subject_id),
    }
    yield Fragment(
        key="demo.rehearsal", template="demo/rehearsal.html", context=context, permission=CONDUCT, weight=99
    )


def _is_its_day(meeting: Assembly) -> bool:
    program = current_program()
    return arrivals_have_begun(program.today, local_day(meeting.starts_at, program.settings.pays.zone))
