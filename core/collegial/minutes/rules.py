"""Word the facts of a general meeting as its minutes: data that the template only has to lay out."""

from collections.abc import Sequence
from datetime import date

from collegial.documents.voice import Voice
from collegial.kernel.listing import listed
from collegial.kernel.text import Text, nt, t
from collegial.minutes.asked import asked_section
from collegial.minutes.attendance import attendance_section
from collegial.minutes.elections import worded_election
from collegial.minutes.facts import ElectionFacts, Incident, MinutesFacts, Move, ResolutionFacts
from collegial.minutes.passages import Worded, pair, paragraphs
from collegial.minutes.resolutions import worded_resolution
from collegial.statutes.rules import Convocation, DecisionKind

_ORDINARY = frozenset({DecisionKind.ORDINARY})
_EXTRAORDINARY = frozenset({DecisionKind.EXTRAORDINARY})


def minutes_document(facts: MinutesFacts, voice: Voice) -> Worded:
    """Give the content of the minutes as JSON-able data, every sentence in the voice's language."""
    say = voice.say
    return {
        "title": say(_title(facts, voice)),
        "letterhead": {"name": facts.cooperative.name, "legal_line": facts.cooperative.legal_mention},
        "register": say(t("Minutes no. %(number)d of the register of meetings", number=facts.number)),
        "sitting": _sitting(facts, voice),
        "convening": _convening(facts, voice),
        "bureau": _bureau(facts, voice),
        "attendance": attendance_section(facts, voice),
        "agenda": {"heading": say(t("Agenda")), "entries": [_line(one, voice) for one in facts.agenda]},
        "documents": _documents(facts, voice),
        "debate": _debate(facts, voice),
        "questions": asked_section(facts, voice),
        "resolutions": _resolutions(facts, voice),
        "closing": _closing(facts, voice),
        "fingerprints": _fingerprints(facts, voice),
        "signatures": _signatures(facts, voice),
    }


def _line(written: str | Text, voice: Voice) -> str:
    return voice.say(written) if isinstance(written, Text) else written


def _title(facts: MinutesFacts, voice: Voice) -> Text:
    day = voice.date(facts.sitting.held_on)
    if facts.sitting.college:
        return t(
            "Minutes of the special meeting of college “%(college)s” of %(date)s",
            college=facts.sitting.college, date=day,
        )  # fmt: skip
    if facts.kinds == _ORDINARY:
        return t("Minutes of the ordinary general assembly of %(date)s", date=day)
    if facts.kinds == _EXTRAORDINARY:
        return t("Minutes of the extraordinary general assembly of %(date)s", date=day)
    return t("Minutes of the mixed general assembly of %(date)s", date=day)


def _sitting(facts: MinutesFacts, voice: Voice) -> list[Worded]:
    sitting, statutes = facts.sitting, facts.statutes
    in_force = t("%(label)s, version %(version)d", label=statutes.label, version=statutes.version)
    lines = [
        pair(voice, t("Date"), voice.date(sitting.held_on)),
        pair(voice, t("Place"), sitting.place),
        pair(voice, t("Opened at"), voice.time(sitting.opened_at)),
    ]
    if sitting.closed_at:
        lines.append(pair(voice, t("Closed at"), voice.time(sitting.closed_at)))
    return [*lines, pair(voice, t("Statutes in force"), voice.say(in_force))]


def _convening(facts: MinutesFacts, voice: Voice) -> Worded:
    convening = facts.convening
    notice = nt(
        "%(count)d day before the meeting", "%(count)d days before the meeting", convening.notice_days
    )
    lines = [
        pair(voice, t("Round of convening"), voice.say(_round(facts, voice))),
        pair(voice, t("Sent on"), voice.date(convening.sent_on)),
        pair(voice, t("Way of convening"), convening.manner),
        pair(voice, t("Notice required"), voice.say(notice)),
        pair(voice, t("Last sending day"), voice.date(convening.last_sending_day)),
        *(pair(voice, t("Changed on"), voice.say(_moved(one, voice))) for one in convening.moves),
    ]
    late = None
    if convening.override_reason:
        sentence = t(
            "The notice was sent after the last sending day, for this reason: %(reason)s",
            reason=convening.override_reason,
        )
        late = voice.say(sentence)
    return {"heading": voice.say(t("Convening")), "facts": lines, "late": late}


def _moved(one: Move, voice: Voice) -> Text:
    """Say what was changed after the convocation, and why."""
    (start, place), (former_start, former_place) = one.after, one.before
    return t(
        "%(day)s: %(hour)s, %(place)s, in place of %(former_hour)s, %(former_place)s. Reason: %(reason)s",
        day=voice.date(one.decided_on), hour=voice.time(start), place=place,
        former_hour=voice.time(former_start), former_place=former_place, reason=one.reason,
    )  # fmt: skip


def _round(facts: MinutesFacts, voice: Voice) -> Text:
    convening = facts.convening
    if convening.convocation is Convocation.FIRST:
        return _first(convening.replaces_on, voice)
    if convening.first_meeting_on is None:
        return t("Second convocation")
    first = voice.date(convening.first_meeting_on)
    return t("Second convocation, after the meeting of %(date)s, with the same agenda", date=first)


def _first(replaces_on: date | None, voice: Voice) -> Text:
    if replaces_on is None:
        return t("First convocation")
    day = voice.date(replaces_on)
    return t("Convocation anew, in place of the assembly of %(date)s, which was called off", date=day)


def _bureau(facts: MinutesFacts, voice: Voice) -> Worded:
    scrutineers, why_few = facts.bureau.scrutineers, facts.bureau.why_few
    few = [pair(voice, t("Fewer scrutineers than the law asks for"), why_few)] if why_few else []
    return {
        "heading": voice.say(t("Bureau of the meeting")),
        "facts": [
            pair(voice, t("Chair"), facts.bureau.chair),
            pair(
                voice,
                t("Scrutineer") if len(scrutineers) == 1 else t("Scrutineers"),
                voice.listing(listed(scrutineers)),
            ),
            *few,
            pair(voice, t("Secretary"), facts.bureau.secretary),
        ],
    }


def _documents(facts: MinutesFacts, voice: Voice) -> Worded | None:
    if facts.documents is None:
        return None
    entries = [{"title": laid.title, "sha256": laid.sha256} for laid in facts.documents]
    none = voice.say(t("No document was put at the members’ disposal."))
    return {
        "heading": voice.say(t("Documents put at the members’ disposal")),
        "entries": entries,
        "none": None if entries else none,
    }


def _debate(facts: MinutesFacts, voice: Voice) -> Worded:
    heading = t("Debate") if facts.incidents is None else t("Debate and incidents")
    return {
        "heading": voice.say(heading),
        "paragraphs": paragraphs(facts.debate),
        "incidents": None if facts.incidents is None else _incidents(facts.incidents, voice),
    }


def _incidents(incidents: Sequence[Incident], voice: Voice) -> Worded:
    none = voice.say(t("No incident was reported."))
    return {
        "heading": voice.say(t("Incidents")),
        "entries": [_incident(incident, voice) for incident in incidents],
        "none": None if incidents else none,
    }


def _incident(incident: Incident, voice: Voice) -> Worded:
    sentence = t("At %(time)s: %(text)s", time=voice.time(incident.at), text=incident.text)
    return {"text": voice.say(sentence)}


def _resolutions(facts: MinutesFacts, voice: Voice) -> Worded:
    none = t("No resolution was put to the vote.")
    if not facts.may_decide:
        none = t("The quorum was missed: no resolution could be put to the vote.")
    said_of_none = None if facts.resolutions else voice.say(none)
    return {
        "heading": voice.say(t("Resolutions")),
        "entries": [_worded(resolution, voice) for resolution in facts.resolutions],
        "none": voice.say(_left_out(facts)) if facts.resolutions and facts.unvoted else said_of_none,
    }


def _left_out(facts: MinutesFacts) -> Text:
    """Name the resolutions of the agenda that were not put to the vote: silence would look like a fault."""
    return nt(
        "Resolution %(numbers)s was not put to the vote.", "Resolutions %(numbers)s were not put to the vote.",
        len(facts.unvoted), numbers=listed(facts.unvoted),
    )  # fmt: skip


def _worded(resolution: ResolutionFacts | ElectionFacts, voice: Voice) -> Worded:
    if isinstance(resolution, ElectionFacts):
        return worded_election(resolution, voice)
    return worded_resolution(resolution, voice)


def _closing(facts: MinutesFacts, voice: Voice) -> Worded:
    closed_at = facts.sitting.closed_at
    if closed_at is None:
        return {"sentence": voice.say(t("The closing time is not recorded yet."))}
    time = voice.time(closed_at)
    if facts.may_decide:
        sentence = t("The agenda being completed, the chair closed the meeting at %(time)s.", time=time)
    elif facts.convening.convocation is Convocation.FIRST:
        sentence = t(
            "The quorum being missed, the chair closed the meeting at %(time)s. "
            "The members will be called a second time with the same agenda.",
            time=time,
        )
    else:
        sentence = t("The quorum being missed, the chair closed the meeting at %(time)s.", time=time)
    return {"sentence": voice.say(sentence)}


def _fingerprints(facts: MinutesFacts, voice: Voice) -> Worded:
    marks = facts.fingerprints
    named = (
        (t("Board of the votes"), marks.board_head),
        (t("Journal"), marks.journal_head),
        (t("Assembly record"), marks.record),
    )
    explained = t(
        "These SHA-256 fingerprints tie the minutes to the record of the meeting. "
        "Anyone who holds the record can compute them again."
    )
    return {
        "heading": voice.say(t("Fingerprints")),
        "explanation": voice.say(explained),
        "facts": [pair(voice, name, mark) for name, mark in named if mark],
    }


def _signatures(facts: MinutesFacts, voice: Voice) -> Worded:
    bureau = facts.bureau
    signers = [
        (t("Signature of the chair"), bureau.chair),
        *((t("Signature of a scrutineer"), scrutineer) for scrutineer in bureau.scrutineers),
        (t("Signature of the secretary"), bureau.secretary),
    ]
    return {
        "heading": voice.say(t("Signatures")),
        "certification": voice.say(t("The bureau certifies that these minutes are true and complete.")),
        "boxes": [{"role": voice.say(role), "name": name} for role, name in signers],
    }
