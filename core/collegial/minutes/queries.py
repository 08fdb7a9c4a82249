"""Gather the facts of the minutes from the record; nothing is computed here that was not sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from collegial.assemblies.models import Assembly, AssemblyState, QuorumRecord, Resolution, WrittenQuestion
from collegial.assemblies.queries.agenda import documents_of
from collegial.assemblies.queries.attending import quorum_again, recorded_attendance
from collegial.assemblies.queries.meetings import decision_kinds, quorum_records, rules_for
from collegial.assemblies.queries.questions import questions_of
from collegial.assemblies.queries.voting import poll_of
from collegial.assemblies.rules import CollegeAttendance, named_apart
from collegial.journal.queries import last_digest
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Missing
from collegial.kernel.paging import Page, page_of
from collegial.kernel.text import t
from collegial.minutes.convening import agenda_line, convening_of
from collegial.minutes.facts import (
    Bureau,
    Cooperative,
    DocumentLaidOpen,
    ElectionFacts,
    Fingerprints,
    Incident,
    MinutesFacts,
    OpeningQuorum,
    QuestionFacts,
    ResolutionFacts,
    Sitting,
    StatutesInForce,
)
from collegial.minutes.meanwhile import moves_of, quorums_at
from collegial.minutes.models import Minutes, Passage, Print, Sharing, Signature
from collegial.minutes.places import DEBATE, place_of
from collegial.records.queries import FORMAT, sections_of
from collegial.records.rules import seal_of
from collegial.secret.telling import guarding
from collegial.sitting.queries import incidents_of
from collegial.statutes.rules import DecisionKind, StatuteRules
from collegial.votes.electing import Elected, elected_in
from collegial.votes.models import Secrecy, SessionState
from collegial.votes.origins import origins_of
from collegial.votes.queries import resolutions_unvoted, sessions_of
from collegial.votes.results import Decided, results_of
from collegial.votes.seats import keeping

MANNER = t("by personal e-mail to those who gave an address, by post to the others")


def minutes_of(session: Session, assembly_id: int) -> Minutes | None:
    """Return the minutes of an assembly; None before they are established."""
    return session.scalars(select(Minutes).where(Minutes.assembly_id == assembly_id)).one_or_none()


def page_of_register(session: Session, number: int) -> Page[Minutes]:
    """Return a page of the register, the last number first."""
    listed = select(Minutes).options(joinedload(Minutes.assembly)).order_by(Minutes.number.desc())
    return page_of(session, listed, number=number)


def last_number(session: Session) -> int:
    """Return the last number of the register, 0 when it is empty."""
    return session.scalar(select(func.max(Minutes.number))) or 0


def passages_of(session: Session, assembly_id: int) -> dict[str, Passage]:
    """Return what is written by hand, by place: the last version of each."""
    written = select(Passage).where(Passage.assembly_id == assembly_id).order_by(Passage.version)
    return {one.place: one for one in session.scalars(written)}


def unfinished(session: Session, *, most: int) -> Sequence[tuple[Assembly, Minutes | None]]:
    """Return the latest assemblies that are over without minutes, or whose members were not told of them."""
    query = (
        select(Assembly, Minutes)
        .outerjoin(Minutes, Minutes.assembly_id == Assembly.id)
        .outerjoin(Sharing, Sharing.minutes_id == Minutes.id)
        .where(Assembly.state == AssemblyState.CLOSED, Sharing.minutes_id.is_(None))
        .order_by(Assembly.starts_at.desc())
    )
    return [(meeting, minutes) for meeting, minutes in session.execute(query.limit(most))]


def print_of(session: Session, minutes_id: int) -> Print | None:
    """Return the print that is kept."""
    kept = select(Print).where(Print.minutes_id == minutes_id).options(joinedload(Print.file))
    return session.scalars(kept).one_or_none()


def signatures_of(session: Session, minutes_id: int) -> Sequence[Signature]:
    """Return the signatures in the order in which they were recorded."""
    signed = select(Signature).where(Signature.minutes_id == minutes_id).options(joinedload(Signature.file))
    return session.scalars(signed.order_by(Signature.id)).all()


def signature(session: Session, signature_id: int) -> Signature:
    """Return a signature; raises Missing."""
    found = session.get(Signature, signature_id, options=[joinedload(Signature.file)])
    if found is None:
        raise Missing("minutes.unknown_signature", t("There is no such signature."))
    return found


def draft_of(session: Session, meeting: Assembly) -> Minutes:
    """Return the minutes as they would be established now; nothing is written. Raises Missing before the opening."""
    if meeting.opened_at is None:
        raise Missing("minutes.not_opened", t("There are no minutes yet: the assembly has not been opened."))
    draft = Minutes(
        number=last_number(session) + 1, assembly_id=meeting.id, journal_digest=last_digest(session)
    )
    set_committed_value(draft, "assembly", meeting)
    return draft


def facts_of(
    session: Session, minutes: Minutes, cooperative: Cooperative, zone: str, manner: str
) -> MinutesFacts:
    """Return everything that the minutes of an assembly state."""
    meeting = minutes.assembly
    rules = rules_for(session, meeting, zone)
    opening = _opening(session, meeting, rules)
    written = passages_of(session, meeting.id)
    came, left = moves_of(session, meeting)
    return MinutesFacts(
        number=minutes.number,
        cooperative=cooperative,
        convening=convening_of(session, meeting, rules, zone, manner),
        sitting=_sitting(meeting, zone),
        statutes=_statutes(meeting),
        bureau=_bureau(meeting),
        agenda=tuple(agenda_line(item) for item in meeting.items),
        documents=tuple(
            DocumentLaidOpen(title=one.title, sha256=one.file.digest)
            for one in documents_of(session, meeting.id)
        ),
        attendance=opening[0][0] if opening else (),
        quorums=tuple(one for _, one in opening),
        came_later=came,
        left_early=left,
        debate=written[DEBATE].text if DEBATE in written else meeting.debate or "",
        incidents=tuple(Incident(at=one.at, text=one.text) for one in incidents_of(session, meeting.id)),
        resolutions=_resolutions(session, meeting, rules, zone, written),
        fingerprints=_fingerprints(session, minutes, zone),
        unvoted=tuple(one.number for one in unvoted_in(session, meeting)),
        questions=tuple(_question(one, minutes, zone) for one in questions_of(session, meeting.id)),
    )


def _question(asked: WrittenQuestion, minutes: Minutes, zone: str) -> QuestionFacts:
    """Return a written question as minutes state it; what is answered once they stand changes them no more."""
    fact, at = QuestionFacts(by=asked.entry.name, text=asked.text), asked.answered_at
    if at is None or (minutes.established_at and at > minutes.established_at):
        return fact
    closed_at = minutes.assembly.closed_at
    is_late = closed_at is not None and at > closed_at
    return replace(fact, answer=asked.answer, later_on=local_day(at, zone) if is_late else None)


def unvoted_in(session: Session, meeting: Assembly) -> list[Resolution]:
    """Return the resolutions that were never put to the vote, by number, once none can be any more."""
    if meeting.state is AssemblyState.OPEN:
        return []
    return list(resolutions_unvoted(session, meeting.id))


def _opening(
    session: Session, meeting: Assembly, rules: StatuteRules
) -> list[tuple[tuple[CollegeAttendance, ...], OpeningQuorum]]:
    """Return the quorum that each kind of decision rests on, recomputed from the attendance kept with it.

    It is the one of the opening; where that was missed, the first that was reached since, if any was.
    """
    called = decision_kinds(meeting)
    first: dict[DecisionKind, QuorumRecord] = {}
    reached: dict[DecisionKind, QuorumRecord] = {}
    for record in quorum_records(session, meeting.id):
        first.setdefault(record.kind, record)
        if record.reached:
            reached.setdefault(record.kind, record)
    found = []
    for kind, opening in first.items():
        if kind not in called:
            continue
        record = reached.get(kind, opening)
        verdict = quorum_again(record, rules.quorum(kind, meeting.convocation))
        late = None if record is opening else record.taken_at
        found.append(
            (recorded_attendance(record), OpeningQuorum(kind=kind, verdict=verdict, reached_at=late))
        )
    return found


def _sitting(meeting: Assembly, zone: str) -> Sitting:
    assert meeting.opened_at is not None
    return Sitting(
        held_on=local_day(meeting.opened_at, zone),
        place=meeting.place,
        opened_at=meeting.opened_at,
        closed_at=meeting.closed_at,
        college=meeting.college.name if meeting.college else None,
    )


def _statutes(meeting: Assembly) -> StatutesInForce:
    assert meeting.statutes is not None
    return StatutesInForce(label=meeting.statutes.label, version=meeting.statutes.version)


def _bureau(meeting: Assembly) -> Bureau:
    return Bureau(
        chair=meeting.chair_name or "", scrutineers=named_apart(meeting.scrutineers or ""),
        secretary=meeting.secretary_name or "", why_few=meeting.few_scrutineers,
    )  # fmt: skip


def _resolutions(
    session: Session, meeting: Assembly, rules: StatuteRules, zone: str, written: Mapping[str, Passage]
) -> tuple[ResolutionFacts | ElectionFacts, ...]:
    closed = [vote for vote in sessions_of(session, meeting.id) if vote.state is SessionState.CLOSED]
    decided = [one for vote in closed for one in results_of(session, vote, zone)]
    came = {
        number: tuple((one.origin.value, one.votes) for one in ways)
        for vote in closed
        for number, ways in origins_of(session, vote).items()
    }
    elected = [one for vote in closed for one in elected_in(session, vote)]
    facts: list[ResolutionFacts | ElectionFacts] = [
        *(
            replace(
                _resolution(one, rules, written.get(place_of(one.question.resolution.number))),
                came=came.get(one.question.id, ()),
            )
            for one in decided
        ),
        *(
            replace(
                _election(session, one, written.get(place_of(one.question.resolution.number))),
                came=came.get(one.question.id, ()),
            )
            for one in elected
        ),
    ]
    told = {
        one.resolution.number: guarding(session, vote.id)
        for vote in closed
        if vote.secrecy is Secrecy.SECRET
        for one in vote.questions
    }
    quorums = quorums_at(session, closed, rules)
    facts = [replace(one, guarding=told.get(one.number, ()), quorum=quorums.get(one.number)) for one in facts]
    return tuple(sorted(facts, key=lambda one: one.number))


def _election(session: Session, one: Elected, debate: Passage | None) -> ElectionFacts:
    resolution, outcome = one.question.resolution, one.outcome
    return ElectionFacts(
        number=resolution.number, title=resolution.title, text=resolution.text, kind=resolution.kind,
        is_secret=one.question.session.secrecy is Secrecy.SECRET,
        method=one.label, terms=one.terms, options=poll_of(resolution).options,
        tally=one.tally, seats=one.voting.seats, members=outcome.members,
        attending=outcome.attending, papers=outcome.papers, void=outcome.void,
        keeping=tuple(keeping(session, one)), debate=debate.text if debate else "",
    )  # fmt: skip


def _resolution(one: Decided, rules: StatuteRules, debate: Passage | None) -> ResolutionFacts:
    resolution = one.question.resolution
    return ResolutionFacts(
        number=resolution.number,
        title=resolution.title,
        text=resolution.text,
        kind=resolution.kind,
        is_secret=one.question.session.secrecy is Secrecy.SECRET,
        majority=rules.majority(resolution.kind, one.question.session.assembly.convocation),
        carry=one.carry,
        sums=tuple(one.sums),
        result=one.result,
        debate=debate.text if debate else "",
    )


def _fingerprints(session: Session, minutes: Minutes, zone: str) -> Fingerprints:
    heads = [vote.board_head for vote in sessions_of(session, minutes.assembly_id)]
    return Fingerprints(
        board_head=heads[-1] if heads else None,
        journal_head=minutes.journal_digest,
        record=seal_of(FORMAT, sections_of(session, minutes.assembly, zone)),
    )
