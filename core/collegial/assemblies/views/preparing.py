"""The steps of preparing an assembly: what, when and where; then its agenda, its documents, the checks."""

from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.forms import AssemblyForm, DayForm
from collegial.assemblies.models import Assembly, AssemblyKind
from collegial.assemblies.queries import meetings
from collegial.assemblies.queries.agenda import documents_of
from collegial.assemblies.queries.member_items import waiting_items
from collegial.assemblies.queries.preparing import readiness
from collegial.assemblies.rules import Check, DateKey, LegalDate, checks, how_adopted, quorum_term
from collegial.assemblies.services import preparing
from collegial.assemblies.views.frames import sent_already
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Refused
from collegial.kernel.text import Text, t
from collegial.statutes.models import College
from collegial.statutes.queries import colleges
from collegial.statutes.rules import DecisionKind
from collegial.web.hours import local, moment
from collegial.web.program import current_program
from collegial.web.request import act, session

_BEFORE_SENDING = (DateKey.ITEMS, DateKey.SENDING, DateKey.QUESTIONS, DateKey.MEETING)


def prepare() -> ResponseReturnValue:
    """Create an assembly: the first step."""
    form = _form()
    if "look" in request.form:
        return _frame_page(form, None)
    made = form.make(lambda: _next(preparing.prepare_assembly(act(), **_frame(form))))
    return redirect(made) if isinstance(made, str) else (_frame_page(form, None), made)


def change(assembly_id: int) -> ResponseReturnValue:
    """Change what, when and where of an assembly that is prepared."""
    meeting = meetings.assembly(session(), assembly_id)
    if over := sent_already(meeting, t("Day and place")):
        return over
    form = _form(meeting)
    if "look" in request.form:
        return _frame_page(form, meeting)
    status = form.attempt(lambda: preparing.change_frame(act(), meeting, **_frame(form)))
    if status is None:
        return redirect(_next(meeting))
    return _frame_page(form, meeting), status


def dates() -> ResponseReturnValue:
    """Show the legal dates of a day that is being chosen; nothing is kept."""
    form = DayForm(request.args, meta={"csrf": False})
    chosen = form.starts_at.data if form.validate() else None
    return render_template("assemblies/_dates_of_choice.html", **_of_choice(chosen))


def check(assembly_id: int) -> ResponseReturnValue:
    """Show what is still wrong, and the legal dates: the last step before convening."""
    meeting = meetings.assembly(session(), assembly_id)
    return render_template(
        "assemblies/check.html",
        assembly=meeting,
        checks=present_checks(meeting),
        dates=present_dates(meeting),
        documents=documents_of(session(), meeting.id),
        waiting=waiting_items(session(), meeting),
    )


def present_checks(meeting: Assembly) -> list[Check]:
    """Return what is wrong now with an assembly that is prepared."""
    program, pays = current_program(), current_program().settings.pays
    now, book = program.clock.now(), program.methods
    return checks(readiness(session(), meeting, pays.zone, now, book, lacks_address=not pays.address))


def present_dates(meeting: Assembly) -> list[LegalDate]:
    """Return the legal dates of an assembly, counted from today; none without statutes."""
    program = current_program()
    zone = program.settings.pays.zone
    try:
        return meetings.legal_dates(session(), meeting, zone, local_day(program.clock.now(), zone))
    except Refused:
        return []


def present_terms(meeting: Assembly) -> dict[DecisionKind, tuple[tuple[Text, ...], Text]]:
    """Return what adopts a text, and the quorum, by kind of decision, in words; nothing without statutes."""
    zone = current_program().settings.pays.zone
    try:
        rules = meetings.rules_for(session(), meeting, zone)
    except Refused:
        return {}
    return {
        kind: (
            how_adopted(rules, kind, meeting.convocation),
            quorum_term(rules.quorum(kind, meeting.convocation)),
        )
        for kind in DecisionKind
    }


def dates_of_choice(chosen: datetime | None) -> list[LegalDate]:
    """Return the days that bind before an assembly at an hour that is being chosen; none for no hour."""
    if chosen is None:
        return []
    program = current_program()
    today = program.today
    found = meetings.legal_dates_at(session(), chosen, today)
    return [one for one in found if one.key in _BEFORE_SENDING]


def _next(meeting: Assembly) -> str:
    return url_for("assemblies.agenda", assembly_id=meeting.id)


def _form(meeting: Assembly | None = None) -> AssemblyForm:
    """Return the form with its colleges; the dates follow the hour that is typed, where scripts run."""
    kept: dict[str, Any] = {}
    if meeting is not None:
        kept = {
            "title": meeting.title, "kind": meeting.kind.value, "starts_at": local(meeting.starts_at),
            "place": meeting.place, "online_address": meeting.online_address,
            "college": str(meeting.college_id or ""),
        }  # fmt: skip
    form = AssemblyForm(data=kept)
    choices = [("", ""), *((str(one.id), one.name) for one in colleges(session()))]
    form.college.choices = choices
    form.starts_at.render_kw = {
        "hx-get": url_for("assemblies.dates"), "hx-trigger": "input changed delay:400ms", "hx-target": "#dates",
    }  # fmt: skip
    return form


def _frame(form: AssemblyForm) -> dict[str, Any]:
    chosen = form.college.data
    college = session().get(College, int(chosen)) if chosen and chosen.isdecimal() else None
    return {
        "kind": AssemblyKind(form.kind.data), "title": form.title.data, "starts_at": moment(form.starts_at.data),
        "place": form.place.data, "online_address": form.online_address.data or None, "college": college,
    }  # fmt: skip


def _frame_page(form: AssemblyForm, meeting: Assembly | None) -> str:
    return render_template(
        "assemblies/prepare.html", form=form, assembly=meeting, **_of_choice(form.starts_at.data)
    )


def _of_choice(chosen: datetime | None) -> dict[str, Any]:
    is_past = chosen is not None and chosen <= local(act().clock.now())
    return {"chosen": chosen, "is_past": is_past, "dates": [] if is_past else dates_of_choice(chosen)}
