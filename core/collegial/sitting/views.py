"""Lead an assembly: its agenda, its speakers, its incidents; ask for the floor."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.models import AgendaItem
from collegial.assemblies.queries import attending, meetings
from collegial.kernel.errors import Missing
from collegial.kernel.text import Text, t
from collegial.sitting import queries, services
from collegial.sitting.forms import IncidentForm
from collegial.web.languages import say
from collegial.web.request import act, session


def index(assembly_id: int) -> ResponseReturnValue:
    """Show the agenda, the list of speakers and the incidents, and note an incident."""
    meeting, form = meetings.assembly(session(), assembly_id), IncidentForm()
    status = form.attempt(lambda: services.note_incident(act(), meeting, form.text.data))
    if status is None:
        flash(say(t("The incident is noted. It will stand in the minutes.")), "success")
        return _back(assembly_id, "incidents")
    return render_template(
        "sitting/index.html",
        assembly=meeting, form=form, moment=queries.moment(session(), assembly_id),
        speakers=queries.speakers(session(), assembly_id, act().clock.now()),
        incidents=queries.incidents_of(session(), assembly_id),
    ), status  # fmt: skip


def reach(assembly_id: int, item_id: int) -> ResponseReturnValue:
    """Come to an item of the agenda."""
    item = session().get(AgendaItem, item_id)
    if item is None:
        raise Missing("sitting.unknown_item", t("There is no such item."))
    services.reach_item(act(), meetings.assembly(session(), assembly_id), item)
    return _back(assembly_id, "agenda")


def start(assembly_id: int, speech_id: int) -> ResponseReturnValue:
    """Give the floor."""
    meeting, speech = (
        meetings.assembly(session(), assembly_id),
        queries.speech(session(), assembly_id, speech_id),
    )
    services.start_speech(act(), meeting, speech)
    return _back(assembly_id, "speakers")


def end(assembly_id: int, speech_id: int) -> ResponseReturnValue:
    """Take the floor back."""
    services.end_speech(act(), queries.speech(session(), assembly_id, speech_id))
    return _back(assembly_id, "speakers")


def withdraw(assembly_id: int, speech_id: int) -> ResponseReturnValue:
    """Give up a place in the list."""
    speech = queries.speech(session(), assembly_id, speech_id)
    return _tell(
        lambda: services.withdraw_speech(act(), speech), t("You are no longer on the list."), assembly_id
    )


def ask(assembly_id: int, entry_id: int) -> ResponseReturnValue:
    """Ask for the floor."""
    entry = attending.entry(session(), assembly_id, entry_id)
    return _tell(
        lambda: services.ask_to_speak(act(), entry), t("You are on the list of speakers."), assembly_id
    )


def _tell(perform: Callable[[], object], done: Text, assembly_id: int) -> ResponseReturnValue:
    perform()
    flash(say(done), "success")
    return redirect(url_for("assemblies.show", assembly_id=assembly_id))


def _back(assembly_id: int, anchor: str) -> ResponseReturnValue:
    return redirect(url_for("sitting.index", assembly_id=assembly_id, _anchor=anchor))
