"""Lead an assembly: its agenda, its speakers, its incidents, the revoking of directors; ask for the floor."""

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.models import AgendaItem, Assembly
from collegial.assemblies.queries import attending, meetings
from collegial.assemblies.queries.boards import colleges_of_seats
from collegial.assemblies.queries.revoking import in_office, revoked_before
from collegial.assemblies.queries.voting import colleges_of
from collegial.assemblies.services.naming import named_entry
from collegial.assemblies.services.revoking import (
    NewRevocation,
    check_revocation,
    check_sits,
    may_revoke,
    standing_again,
)
from collegial.groups.models import GroupMembership
from collegial.kernel.errors import Missing
from collegial.kernel.text import Text, t
from collegial.sitting import queries, services
from collegial.sitting.forms import IncidentForm, RevokeForm, SpeakerForm
from collegial.statutes.models import College
from collegial.web.languages import say
from collegial.web.live import is_shown, unchanged
from collegial.web.program import current_program
from collegial.web.request import act, session


def index(assembly_id: int) -> ResponseReturnValue:
    """Show the agenda, the list of speakers and the incidents, and note an incident."""
    meeting, form = meetings.assembly(session(), assembly_id), IncidentForm()
    status = form.attempt(lambda: services.note_incident(act(), meeting, form.text.data))
    if status is None:
        flash(say(t("The incident is noted. It will stand in the minutes.")), "success")
        return _back(assembly_id, "incidents")
    return _page(meeting, form=form), status


def revoke(assembly_id: int) -> ResponseReturnValue:
    """Ask who wants to revoke whom, show it to be read over, then put it on the agenda."""
    meeting = meetings.assembly(session(), assembly_id)
    check_sits(act(), meeting)
    form, found, seats = _revoking(meeting), list[NewRevocation](), list[GroupMembership]()
    if "back" in request.form:
        return _revoke_page(meeting, form)

    def run() -> None:
        found.append(_wanted(meeting, form))
        if "sure" in request.form:
            services.ask_to_revoke(act(), meeting, found[0], text=form.text.data, say=say)
        else:
            seats.extend(check_revocation(act(), meeting, found[0]))

    status = form.attempt(run)
    if status is not None:
        return _revoke_page(meeting, form), status
    if "sure" not in request.form:
        return _sure(meeting, form, found[0], standing_again(session(), found[0], seats))
    flash(say(t("It is the last item of the agenda. Open the vote on each revocation first.")), "success")
    return redirect(url_for("sitting.index", assembly_id=assembly_id, _anchor="agenda"))


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
        incidents=queries.incidents_of(session(), meeting.id), may_revoke=may_revoke(act(), meeting),
    )  # fmt: skip


def _speakers(assembly_id: int) -> queries.Speakers:
    return queries.speakers(session(), assembly_id, act().clock.now())


def _tell(perform: Callable[[], object], done: Text, assembly_id: int) -> ResponseReturnValue:
    perform()
    flash(say(done), "success")
    return redirect(url_for("assemblies.show", assembly_id=assembly_id))


def _back(assembly_id: int, anchor: str) -> ResponseReturnValue:
    return redirect(url_for("sitting.index", assembly_id=assembly_id, _anchor=anchor))


def _revoking(meeting: Assembly) -> RevokeForm:
    form, asked = RevokeForm(), revoked_before(session(), meeting.id)
    seats = [one for one in in_office(session(), act().today) if one.id not in asked]
    rules = meetings.statutes_rules_for(session(), meeting, current_program().settings.pays.zone)
    colleges = colleges_of_seats(session(), seats, rules, act().today)
    form.seats.choices = [(one.id, say(_seat_of(one, colleges.get(one.id)))) for one in seats]
    form.college.choices = _electing(meeting)
    if not form.college.choices:
        del form.college
    return form


def _seat_of(seat: GroupMembership, college: College | None) -> Text:
    names = {"name": seat.actor.name, "group": seat.group.name}
    if college is None:
        return t("%(name)s, %(group)s", **names)
    return t("%(name)s, %(group)s, college “%(college)s”", **names, college=college.name)


def _electing(meeting: Assembly) -> list[tuple[int, str]]:
    """Return who may elect to the board by the statutes, where they reserve seats to colleges; else nothing."""
    rules = meetings.statutes_rules_for(session(), meeting, current_program().settings.pays.zone)
    listed = colleges_of(session(), list(rules.reserved_seats()))
    alone = [(one.id, say(t("College “%(name)s” alone", name=one.name))) for one in listed]
    together = t("All members together, one vote each") if rules.board_seats(None) else t("Choose one")
    return [(0, say(together)), *alone] if alone else []


def _wanted(meeting: Assembly, form: RevokeForm) -> NewRevocation:
    return NewRevocation(
        asked_by=named_entry(act(), meeting.id, form.who.data or "", code="revoking.who", field="who"),
        seats=form.seats.data, candidates=form.names, is_backed=form.is_backed.data,
        college=session().get(College, form.college.data) if form.college and form.college.data else None,
    )  # fmt: skip


def _revoke_page(meeting: Assembly, form: RevokeForm) -> str:
    return render_template("sitting/revoke.html", assembly=meeting, form=form)


def _sure(meeting: Assembly, form: RevokeForm, new: NewRevocation, again: Sequence[str]) -> str:
    names, colleges = dict(form.seats.choices), dict(form.college.choices) if form.college else {}
    return render_template(
        "sitting/revoke_sure.html",
        assembly=meeting, form=form, new=new, revoked=[names[one] for one in new.seats],
        electing=colleges[form.college.data] if colleges else "", again=again,
    )  # fmt: skip
