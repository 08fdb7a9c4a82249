"""Gather the record of an assembly, section by section."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

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
from collegial.records.secrecy import secret_votes
from collegial.secret.queries import ceremonies_of
from collegial.votes.models import Outcome, Question, VoteSession
from collegial.votes.queries import BoardLine, RoomLine, board, content, elections, room_lines, sessions_of

FORMAT = "collegial assembly record 1"
_CONVENED = ("assemblies.convened",)
_ENDED = ("assemblies.closed", "assemblies.inquorate")
_PAGE = 1000
Section = Callable[[Session, Assembly], object]


def sections_of(session: Session, meeting: Assembly, zone: str) -> dict[str, object]:
    """Return the sections of a record, as plain data that JSON can hold."""
    sections = {name: gather(session, meeting) for name, gather in SECTIONS.items()}
    return {**sections, "correspondence": _correspondence(session, meeting, zone)}


def _assembly(_session: Session, meeting: Assembly) -> object:
    return {
        "id": meeting.id, "kind": meeting.kind.value, "title": meeting.title, "place": meeting.place,
        "starts_at": _moment(meeting.starts_at), "state": meeting.state.value,
        "convocation": meeting.convocation.value, "first": meeting.first_id,
        **({"replaces": meeting.replaces_id} if meeting.replaces_id else {}),
        "convened_at": _moment(meeting.convened_at), "late_reason": meeting.late_reason,
        "opened_at": _moment(meeting.opened_at), "closed_at": _moment(meeting.closed_at),
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
    return {"off_agenda": {"asked_by": item.demand.entry_id, "asked_at": _moment(item.demand.asked_at)}}


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
            "given_at": _moment(one.given_at), "revoked_at": _moment(one.revoked_at), "cap": one.cap,
            "accepted_at": _moment(one.accepted_at), "declined_at": _moment(one.declined_at),
        }
        for one in rows
    ]  # fmt: skip


def _blanks(session: Session, meeting: Assembly) -> object:
    return [
        {
            "id": one.id, "giver": one.entry_id, "given_at": _moment(one.given_at),
            "revoked_at": _moment(one.revoked_at), "on_paper": one.on_paper,
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
            "arrived_at": _moment(one.arrived_at), "left_at": _moment(one.left_at),
            "arrival_entered_at": _moment(one.arrival_entered_at),
            "departure_entered_at": _moment(one.departure_entered_at),
        }
        for one in rows
    ]  # fmt: skip


def _correspondence(session: Session, meeting: Assembly, zone: str) -> object:
    """Return the forms with the cut-off dates of the assembly, which its day sets in the deployment's zone."""
    dates = form_dates_of(session, meeting, zone)
    return {
        "paper_until": dates.paper.isoformat() if dates and dates.paper else None,
        "online_until": _moment(dates.online.astimezone(UTC)) if dates and dates.online else None,
        "forms": [_form(one) for one in all_forms(session, meeting.id)],
    }


def _form(one: CorrespondenceForm) -> Mapping[str, object]:
    return {
        "id": one.id, "digest": one.digest, "entered_at": _moment(one.entered_at),
        "withdrawn_at": _moment(one.withdrawn_at),
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
            "kind": one.kind.value, "taken_at": _moment(one.taken_at), "reached": one.reached,
            "value": show_fraction(one.value), "required": show_fraction(one.required),
            "count": one.count, "needed": one.needed, "colleges": one.colleges,
            **({"rulings": one.rulings} if one.rulings else {}),
        }
        for one in rows
    ]  # fmt: skip


def _votes(session: Session, meeting: Assembly) -> object:
    return [_vote(session, one) for one in sessions_of(session, meeting.id)]


def _vote(session: Session, vote: VoteSession) -> object:
    return {
        "id": vote.id, "secrecy": vote.secrecy.value, "state": vote.state.value,
        "opened_at": _moment(vote.opened_at), "closed_at": _moment(vote.closed_at),
        "questions": [
            {
                "id": one.id, "position": one.position, "resolution": one.resolution_id,
                "method": one.method, "revision": one.method_revision,
            }
            for one in vote.questions
        ],
        "board": {"length": vote.board_length, "head": vote.board_head, "lines": list(_lines(session, vote))},
        "outcomes": [_outcome(one) for one in _outcomes(session, vote)],
        "elections": [
            {
                "question": question, "elected": one.elected, "members": one.members,
                "attending": one.attending, "papers": one.papers, "void": one.void,
            }
            for question, one in sorted(elections(session, vote.id).items())
        ],
    }  # fmt: skip


def _lines(session: Session, vote: VoteSession) -> Iterator[object]:
    for first in range(1, vote.board_length + 1, _PAGE):
        cast = board(session, vote.id, first=first, size=_PAGE)
        room = room_lines(session, vote.id, first=first, size=_PAGE)
        lines: list[BoardLine | RoomLine] = [*cast, *room]
        for line in sorted(lines, key=lambda one: one.sequence):
            yield _line(vote, line)


def _line(vote: VoteSession, line: BoardLine | RoomLine) -> Mapping[str, object]:
    sealed = line.line if isinstance(line, RoomLine) else line.sign_off
    said = line.content(vote) if isinstance(line, RoomLine) else content(vote, line.sign_off, line.choices)
    return {
        "sequence": sealed.sequence, "previous": sealed.previous, "digest": sealed.digest, "content": said,
    }  # fmt: skip


def _outcomes(session: Session, vote: VoteSession) -> Iterator[Outcome]:
    counted = select(Outcome).join(Question).where(Question.session_id == vote.id)
    yield from session.scalars(counted.order_by(Question.position))


def _outcome(one: Outcome) -> Mapping[str, Any]:
    return {
        "question": one.question_id, "adopted": one.adopted, "carry": one.carry.value, "sums": one.sums,
        "for": None if one.for_share is None else show_fraction(one.for_share),
        "threshold": show_fraction(one.threshold), **({"rulings": one.rulings} if one.rulings else {}),
    }  # fmt: skip


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


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


SECTIONS: Mapping[str, Section] = {
    "assembly": _assembly,
    "statutes": _statutes,
    "agenda": _agenda,
    "roll": _roll,
    "mandates": _mandates,
    "blanks": _blanks,
    "attendance": _attendance,
    "quorums": _quorums,
    "votes": _votes,
    "secret": secret_votes,
    "journal": _journal,
}
