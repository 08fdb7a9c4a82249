"""Lead an assembly: its agenda, its speakers, its incidents; ask for the floor."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.models import AgendaItem, Assembly
from collegial.assemblies.queries import attending, meetings
from collegial.assemblies.services.naming import named_entry
from collegial.kernel.errors import Missing
from collegial.kernel.text import Text, t
from collegial.sitting import queries, services
from collegial.sitting.forms import IncidentForm, SpeakerForm
from collegial.web.languages import say
from collegial.web.live import is_shown, unchanged
from collegial.web.request import act, session


def index(assembly_id: int) -> ResponseReturnValue:
    """Show the agenda, the list of speakers and the incidents, and note an incident."""
    meeting, form = meetings.assembly(session(), assembly_id), IncidentForm()
    status = form.attempt(lambda: services.note_incident(act(), meeting, form.text.data))
    if status is None:
        flash(say(t("The incident is noted. It will stand in the minutes.")), "success")
        return _back(assembly_id, "incidents")
    return _page(meeting, form=form), status


def add(assembly_id: int) -> ResponseReturnValue:
    """Put someone who raises a hand in the room on the list of speakers."""
    meeting, form = meetings.assembly(session(), assembly_id), SpeakerForm()

    def run() -> None:
        found = named_entry(act(), assembly_id, form.who.data or "", code="sitting.nobody", field="who")
        services.ask_to_speak(act(), found)

    status = form.attempt(run)
    return _back(assembly_id, "speakers") if status is None else (_page(meeting, speaker=form), status)


def speakers(assembly_id: int) -> ResponseReturnValue:
    """Give the list of speakers alone; the page asks again, and hears that nothing changed."""
    meeting, found = meetings.assembly(session(), assembly_id), _speakers(assembly_id)
    if is_shown(found.order):
        return unchanged()
    return render_template("sitting/_speakers.html", assembly=meeting, speakers=found)


def strike(assembly_id: int, speech_id: int) -> ResponseReturnValue:
    """Take someone who waits off the list."""
    services.withdraw_speech(act(), queries.speech(session(), assembly_id, speech_id))
    return _back(assembly_id, "speakers")


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


def _page(meeting: Assembly, *, form: IncidentForm | None = None, speaker: SpeakerForm | None = None) -> str:
    """Show the page; a form that was not sent now stands empty."""
    return render_template(
        "sitting/index.html",
        assembly=meeting, form=form or IncidentForm(formdata=None), speaker=speaker or SpeakerForm(formdata=None),
        moment=queries.moment(session(), meeting.id), speakers=_speakers(meeting.id),
        incidents=queries.incidents_of(session(), meeting.id),
    )  # fmt: skip


def _speakers(assembly_id: int) -> queries.Speakers:
    return queries.speakers(session(), assembly_id, act().clock.now())


def _tell(perform: Callable[[], object], done: Text, assembly_id: int) -> ResponseReturnValue:
    perform()
    flash(say(done), "success")
    return redirect(url_for("assemblies.show", assembly_id=assembly_id))


def _back(assembly_id: int, anchor: str) -> ResponseReturnValue:
    return redirect(url_for("sitting.index", assembly_id=assembly_id, _anchor=anchor))
