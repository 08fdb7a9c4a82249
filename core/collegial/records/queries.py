"""Gather the record of an assembly, section by section."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.assemblies.models import (
    AgendaItem,
    Assembly,
    Attendance,
    CorrespondenceForm,
    Mandate,
    QuorumRecord,
    Resolution,
    RollEntry,
    Voting,
)
from collegial.assemblies.queries.blanks import all_blanks
from collegial.assemblies.queries.corresponding import all_forms, form_dates_of
from collegial.assemblies.queries.roll import roll_facts
from collegial.assemblies.rules import form_content
from collegial.journal.models import JournalEntry
from collegial.journal.queries import content as journal_content
from collegial.kernel.fractions import show_fraction
from collegial.records.rules import moment
from collegial.records.secrecy import secret_votes
from collegial.records.voting import votes_of
from collegial.secret.queries import ceremonies_of
from collegial.votes.queries import sessions_of

FORMAT = "collegial assembly record 1"
_CONVENED = ("assemblies.convened",)
_ENDED = ("assemblies.closed", "assemblies.inquorate")
Section = Callable[[Session, Assembly], object]


def sections_of(session: Session, meeting: Assembly, zone: str) -> dict[str, object]:
    """Return the sections of a record, as plain data that JSON can hold."""
    sections = {name: gather(session, meeting) for name, gather in SECTIONS.items()}
    return {**sections, "correspondence": _correspondence(session, meeting, zone)}


def _assembly(_session: Session, meeting: Assembly) -> object:
    return {
        "id": meeting.id, "kind": meeting.kind.value, "title": meeting.title, "place": meeting.place,
        "starts_at": moment(meeting.starts_at), "state": meeting.state.value,
        "convocation": meeting.convocation.value, "first": meeting.first_id,
        **({"replaces": meeting.replaces_id} if meeting.replaces_id else {}),
        "convened_at": moment(meeting.convened_at), "late_reason": meeting.late_reason,
        "opened_at": moment(meeting.opened_at), "closed_at": moment(meeting.closed_at),
        "chair": meeting.chair_name, "scrutineers": meeting.scrutineers, "secretary": meeting.secretary_name,
    }  # fmt: skip


def _statutes(_session: Session, meeting: Assembly) -> object:
    statutes = meeting.statutes
    if statutes is None:
        return None
    return {
        "version": statutes.version, "effective_from": statutes.effective_from.isoformat(),
        "digest": statutes.digest, "document": statutes.document,
    }  # fmt: skip


def _agenda(session: Session, meeting: Assembly) -> object:
    items = session.scalars(
        select(AgendaItem).where(AgendaItem.assembly_id == meeting.id).order_by(AgendaItem.position)
    )
    texts = session.scalars(
        select(Resolution).where(Resolution.assembly_id == meeting.id).order_by(Resolution.number)
        .options(joinedload(Resolution.voting).options(selectinload(Voting.options), joinedload(Voting.college)))
    )  # fmt: skip
    return {
        "items": [{"position": one.position, "title": one.title, **_off_agenda(one)} for one in items],
        "resolutions": [
            {
                "id": one.id,
                "number": one.number,
                "kind": one.kind.value,
                "title": one.title,
                "text": one.text,
                "backed": one.is_backed,
                "voting": _voting(one.voting),
            }
            for one in texts
        ],
    }


def _off_agenda(item: AgendaItem) -> Mapping[str, object]:
    """Return who asked in the sitting for an item that is off the agenda; nothing for any other."""
    if item.demand is None:
        return {}
    return {"off_agenda": {"asked_by": item.demand.entry_id, "asked_at": moment(item.demand.asked_at)}}


def _voting(voting: Voting | None) -> object:
    if voting is None:
        return None
    return {
        "method": voting.method, "seats": voting.seats, "electorate": voting.electorate.value,
        "college": voting.college.key if voting.college else None, "ties": voting.ties.value,
        "least": voting.least, "most": voting.most, "takes_blank": voting.takes_blank,
        "options": [
            {"number": one.number, "name": one.name, "statement": one.statement, "backed": one.is_backed}
            for one in voting.options
        ],
    }  # fmt: skip


def _roll(session: Session, meeting: Assembly) -> object:
    return roll_facts(session, meeting.id)


def _mandates(session: Session, meeting: Assembly) -> object:
    rows = session.scalars(select(Mandate).where(Mandate.assembly_id == meeting.id).order_by(Mandate.id))
    return [
        {
            "id": one.id, "kind": one.kind.value, "giver": one.giver_id, "holder": one.holder_id,
            "given_at": moment(one.given_at), "revoked_at": moment(one.revoked_at), "cap": one.cap,
            "accepted_at": moment(one.accepted_at), "declined_at": moment(one.declined_at),
        }
        for one in rows
    ]  # fmt: skip


def _blanks(session: Session, meeting: Assembly) -> object:
    return [
        {
            "id": one.id, "giver": one.entry_id, "given_at": moment(one.given_at),
            "revoked_at": moment(one.revoked_at), "on_paper": one.on_paper,
        }
        for one in all_blanks(session, meeting.id)
    ]  # fmt: skip


def _attendance(session: Session, meeting: Assembly) -> object:
    rows = session.scalars(
        select(Attendance)
        .join(Attendance.entry)
        .where(RollEntry.assembly_id == meeting.id)
        .order_by(Attendance.id)
    )
    return [
        {
            "entry": one.entry_id, "mode": one.mode.value,
            "arrived_at": moment(one.arrived_at), "left_at": moment(one.left_at),
            "arrival_entered_at": moment(one.arrival_entered_at),
            "departure_entered_at": moment(one.departure_entered_at),
        }
        for one in rows
    ]  # fmt: skip


def _correspondence(session: Session, meeting: Assembly, zone: str) -> object:
    """Return the forms with the cut-off dates of the assembly, which its day sets in the deployment's zone."""
    dates = form_dates_of(session, meeting, zone)
    return {
        "paper_until": dates.paper.isoformat() if dates and dates.paper else None,
        "online_until": moment(dates.online.astimezone(UTC)) if dates and dates.online else None,
        "forms": [_form(one) for one in all_forms(session, meeting.id)],
    }


def _form(one: CorrespondenceForm) -> Mapping[str, object]:
    return {
        "id": one.id, "digest": one.digest, "entered_at": moment(one.entered_at),
        "withdrawn_at": moment(one.withdrawn_at),
        "content": form_content(
            entry=one.entry_id, way=one.way.value, received_on=one.received_on, answers=one.answers, salt=one.salt
        ),
    }  # fmt: skip


def _quorums(session: Session, meeting: Assembly) -> object:
    rows = session.scalars(
        select(QuorumRecord).where(QuorumRecord.assembly_id == meeting.id).order_by(QuorumRecord.id)
    )
    return [
        {
            "kind": one.kind.value, "taken_at": moment(one.taken_at), "reached": one.reached,
            "value": show_fraction(one.value), "required": show_fraction(one.required),
            "count": one.count, "needed": one.needed, "colleges": one.colleges,
            **({"rulings": one.rulings} if one.rulings else {}),
        }
        for one in rows
    ]  # fmt: skip


def _journal(session: Session, meeting: Assembly) -> object:
    """Return the journal from the convocation to the end; what is about something else shows its seal only."""
    first = _told_at(session, meeting, _CONVENED)
    votes = {one.id for one in sessions_of(session, meeting.id)}
    texts = {one.id for one in meeting.resolutions}
    secret = {one.id for one in ceremonies_of(session, meeting.id)}
    since = select(JournalEntry).where(
        JournalEntry.sequence >= first, JournalEntry.sequence <= _told_at(session, meeting, _ENDED)
    )
    return [
        _journal_line(one, is_ours=_is_about(one, meeting.id, votes, texts, secret))
        for one in session.scalars(since.order_by(JournalEntry.sequence))
    ]


def _told_at(session: Session, meeting: Assembly, events: Sequence[str]) -> int:
    """Return the number under which the journal tells of one of these events of an assembly; 0 for none."""
    told = select(JournalEntry.sequence).where(
        JournalEntry.event.in_(events), JournalEntry.payload["assembly"].as_integer() == meeting.id
    )
    return session.scalar(told.order_by(JournalEntry.sequence).limit(1)) or 0


def _is_about(entry: JournalEntry, assembly: int, votes: set[int], texts: set[int], secret: set[int]) -> bool:
    area, payload = entry.event.split(".")[0], entry.payload
    if area == "votes":
        return payload.get("vote") in votes or payload.get("resolution") in texts
    if area == "secret":
        return payload.get("vote") in votes or payload.get("ceremony") in secret
    return area == "assemblies" and payload.get("assembly") == assembly


def _journal_line(entry: JournalEntry, *, is_ours: bool) -> Mapping[str, object]:
    line = {"sequence": entry.sequence, "previous": entry.previous, "digest": entry.digest}
    return {**line, "content": journal_content(entry)} if is_ours else line


SECTIONS: Mapping[str, Section] = {
    "assembly": _assembly,
    "statutes": _statutes,
    "agenda": _agenda,
    "roll": _roll,
    "mandates": _mandates,
    "blanks": _blanks,
    "attendance": _attendance,
    "quorums": _quorums,
    "votes": votes_of,
    "secret": secret_votes,
    "journal": _journal,
}
