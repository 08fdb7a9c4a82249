"""Go through the agenda, let people speak in turn, note incidents."""

from collegial.assemblies.models import AgendaItem, Assembly, AssemblyState, RollEntry
from collegial.assemblies.permissions import ATTEND, CONDUCT, DESK
from collegial.assemblies.queries.attending import current_stay
from collegial.assemblies.queries.meetings import hold_meeting
from collegial.assemblies.services.revoking import NewRevocation, Say, put_revocation
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.sitting.events import IncidentNoted, ItemReached, SpeechHeard
from collegial.sitting.models import Incident, Moment, Speech
from collegial.sitting.queries import waiting_of


def reach_item(context: Context, meeting: Assembly, item: AgendaItem) -> Moment:
    """Come to an item of the agenda; raises Refused while the assembly is not open, or for another's item."""
    require(context.by, CONDUCT)
    _open(context, meeting)
    if item.assembly_id != meeting.id:
        raise Refused("sitting.other_item", t("This item is on the agenda of another assembly."))
    moment = context.session.get(Moment, meeting.id) or Moment(assembly_id=meeting.id)
    moment.item, moment.since = item, context.clock.now()
    context.session.add(moment)
    context.emit(ItemReached(assembly=meeting.id, position=item.position))
    return moment


def note_incident(context: Context, meeting: Assembly, text: str) -> Incident:
    """Note what troubled the meeting, for the minutes; raises Invalid without words."""
    require(context.by, CONDUCT)
    _open(context, meeting)
    if not text.strip():
        raise Invalid("sitting.no_words", t("Write what happened."), field="text")
    incident = Incident(
        assembly_id=meeting.id, at=context.clock.now(), text=text.strip(), noted_by=context.by.name
    )
    context.session.add(incident)
    context.session.flush()  # the event names the incident by its number
    context.emit(IncidentNoted(assembly=meeting.id, incident=incident.id))
    return incident


def ask_to_revoke(
    context: Context, meeting: Assembly, new: NewRevocation, *, text: str, say: Say
) -> AgendaItem:
    """Put revocations to the assembly that sits, off its agenda, and note who asked for it and how (L32)."""
    item = put_revocation(context, meeting, new, say=say)
    note_incident(context, meeting, text)
    return item


def ask_to_speak(context: Context, entry: RollEntry) -> Speech:
    """Ask for the floor: a voter for itself, the desk and the bureau for anyone who is there.

    Raises Forbidden for another's entry, Refused while the assembly is not open, from someone who is not
    there, or who waits already.
    """
    _check_may_speak_for(context, entry)
    _open(context, entry.assembly)
    if current_stay(context.session, entry.id) is None:
        raise Refused("sitting.not_here", t("Only those who are checked in can speak."))
    if waiting_of(context.session, entry.id):
        raise _waits_already()
    speech = Speech(assembly_id=entry.assembly_id, entry_id=entry.id, asked_at=context.clock.now())
    with or_refuse(context.session, _waits_already()):
        context.session.add(speech)
    return speech


def withdraw_speech(context: Context, speech: Speech) -> None:
    """Give up one's place in the list; raises Refused once it is heard."""
    _check_may_speak_for(context, speech.entry)
    if speech.started_at is not None:
        raise Refused("sitting.heard", t("This speech has begun: it can only be ended."))
    speech.withdrawn_at = context.clock.now()


def start_speech(context: Context, meeting: Assembly, speech: Speech) -> None:
    """Give the floor; whoever has it gives it back first. Raises Refused for a speech that is over."""
    require(context.by, CONDUCT)
    _open(context, meeting)
    if speech.started_at is not None or speech.withdrawn_at is not None:
        raise Refused("sitting.over", t("This speech has already been heard, or was withdrawn."))
    with or_refuse(
        context.session,
        Refused("sitting.someone_speaks", t("Someone else has the floor. End that speech first.")),
    ):
        speech.started_at = context.clock.now()
        context.session.flush()  # one speaks at a time: the database says so here


def end_speech(context: Context, speech: Speech) -> None:
    """Take the floor back; raises Refused when nobody has it by this speech."""
    require(context.by, CONDUCT)
    if speech.started_at is None or speech.ended_at is not None:
        raise Refused("sitting.not_speaking", t("Nobody has the floor by this speech."))
    speech.ended_at = context.clock.now()
    seconds = int((speech.ended_at - speech.started_at).total_seconds())
    context.emit(SpeechHeard(assembly=speech.assembly_id, entry=speech.entry_id, seconds=seconds))


def _check_may_speak_for(context: Context, entry: RollEntry) -> None:
    if context.by.may(DESK) or context.by.may(CONDUCT):
        return
    require(context.by, ATTEND)
    if entry.voter_id != context.by.actor_id:
        raise Forbidden("sitting.not_yours", t("You can only ask for the floor for yourself."))


def _open(context: Context, meeting: Assembly) -> None:
    hold_meeting(context.session, meeting)
    if meeting.state is not AssemblyState.OPEN:
        raise Refused("sitting.not_open", t("The assembly is not sitting."))


def _waits_already() -> Refused:
    return Refused("sitting.waits", t("This member is already on the list of speakers."))
