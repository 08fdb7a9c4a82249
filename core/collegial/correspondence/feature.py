"""What votes by correspondence add to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly, AssemblyState
from collegial.assemblies.permissions import ATTEND, DESK
from collegial.correspondence.api import FORMS
from collegial.correspondence.queries import form_count, own_forms, terms_of
from collegial.correspondence.routes import pages
from collegial.hooks.contracts import Fragment
from collegial.hooks.extensions import ApiResource
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.permissions import Viewer
from collegial.statutes.rules import ARRIVALS
from collegial.votes.queries import secret_resolutions
from collegial.web.program import current_program

_SHOWN = (AssemblyState.CONVENED, AssemblyState.OPEN)


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def page_slots(session: Session, viewer: Viewer, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Offer the form on the page of an assembly to its voters, and the list of those that came in to the desk."""
    if slot not in ("assembly.main", "assembly.staff"):
        return
    meeting, program = session.get(Assembly, subject_id), current_program()
    terms = terms_of(session, meeting, program.settings.pays.zone) if meeting else None
    if meeting is None or terms is None or meeting.state not in _SHOWN:
        return
    if slot == "assembly.staff":
        yield Fragment(
            key="correspondence.desk", template="correspondence/slot_desk.html", permission=DESK, weight=25,
            context={"assembly_id": subject_id, "count": form_count(session, subject_id)},
        )  # fmt: skip
        return
    online, now = terms.dates.online, program.clock.now()
    secret = secret_resolutions(session, subject_id)
    mine = own_forms(session, subject_id, viewer.actor_id) if viewer.actor_id else []
    if any(one.form or not one.is_here for one in mine):  # for who is in, there is nothing to do here
        yield Fragment(
            key="correspondence.mine", template="correspondence/slot_mine.html", permission=ATTEND, weight=15,
            context={
                "assembly": meeting, "mine": mine, "terms": terms, "arrivals": ARRIVALS, "secret": secret,
                "answered_secrets": lambda form: [one.number for one in secret if str(one.id) in form.answers],
                "may_still_come": (terms.dates.paper or program.today) >= program.today
                and meeting.state is AssemblyState.CONVENED and not all(one.is_here for one in mine),
                "is_online": online is not None and now <= online and meeting.state is AssemblyState.CONVENED
                and not all(one.is_here for one in mine),
            },
        )  # fmt: skip


@hookimpl
def api_resources() -> Iterable[ApiResource]:
    """Offer what other programs read, and the forms that they send."""
    yield FORMS
