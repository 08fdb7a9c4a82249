"""What the script of the desk asks for: the roll of the day, its worker, and a place to send entries to."""

from pathlib import Path

from flask import Response, current_app, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.links import token_of
from collegial.assemblies.models import Assembly, AttendanceMode
from collegial.assemblies.queries import attending, meetings
from collegial.desk import queries, services
from collegial.desk.forms import EntryForm
from collegial.desk.rules import code_of
from collegial.desk.wording import outcome_of
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.request import act, session

_STATES = {AttendanceMode.ROOM: "room", AttendanceMode.REMOTE: "remote"}


def roll(assembly_id: int) -> Response:
    """Give the roll for a day without connection; nobody once the assembly is over."""
    meeting = meetings.assembly(session(), assembly_id)
    is_held = meeting.state in queries.HELD
    return jsonify(assembly=meeting.id, over=not is_held, people=_people(meeting) if is_held else [])


def worker() -> Response:
    """Give the script that shows the desk without a connection, and let it speak for the desk."""
    assert current_app.static_folder is not None
    script = (Path(current_app.static_folder) / "js" / "desk" / "worker.js").read_text(encoding="utf-8")
    headers = {"Service-Worker-Allowed": url_for("assemblies.index")}
    return Response(script, mimetype="text/javascript", headers=headers)


def take(assembly_id: int) -> ResponseReturnValue:
    """Take one entry; sent again, it gets the same answer."""
    form = EntryForm()
    if not form.validate_on_submit():
        return jsonify(text=say(t("This entry cannot be read: enter it again."))), 422
    entry = attending.entry(session(), assembly_id, form.entry.data)
    taken = services.take_entry(act(), entry, form.sent())
    return jsonify(fits=taken.refusal is None, late=taken.is_late, text=say(outcome_of(taken)))


def settle(assembly_id: int, number: int) -> ResponseReturnValue:
    """Note that an entry which did not fit is seen to."""
    services.settle(act(), queries.sent_entry(session(), assembly_id, number))
    return redirect(url_for("assemblies.desk", assembly_id=assembly_id, q=request.form.get("q", "")))


def _people(meeting: Assembly) -> list[list[object]]:
    return [
        [
            entry,
            number,
            name,
            college or "",
            _state(mode, proxy),
            code_of(token_of(invitation)) if invitation else "",
        ]
        for entry, number, name, college, mode, proxy, invitation in queries.roll_of_the_day(
            session(), meeting.id
        )
    ]


def _state(mode: AttendanceMode | None, proxy: int | None) -> str:
    if mode:
        return _STATES[mode]
    return "represented" if proxy else ""
