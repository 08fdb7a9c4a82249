"""Read votes: sessions, the board, counts and results."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import CompoundSelect, Select, func, select, union
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.assemblies.models import Assembly, Mandate, Resolution, RollEntry, Voting
from collegial.assemblies.queries.attending import is_here, represented
from collegial.hooks.voting import Papers, Sides
from collegial.kernel.chain import Break, Link, first_break
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.statutes.models import College
from collegial.statutes.rules import Carry, CollegeRule, StatuteRules
from collegial.votes.asking import Asked
from collegial.votes.models import (
    Ballot,
    ElectionOutcome,
    Origin,
    Outcome,
    Question,
    RoomCount,
    RoomList,
    RoomRight,
    Secrecy,
    SecretMark,
    SessionState,
    SignOff,
    VoteSession,
)
from collegial.votes.rules import CollegeSums, Result, RoomSums, result, with_room

_QUESTIONS = (
    selectinload(VoteSession.questions)
    .joinedload(Question.resolution)
    .joinedload(Resolution.voting)
    .options(selectinload(Voting.options), joinedload(Voting.college))
)


def vote_session(session: Session, vote_id: int) -> VoteSession:
    """Return a vote session with its questions; raises Missing."""
    found = session.get(
        VoteSession,
        vote_id,
        options=[_QUESTIONS, joinedload(VoteSession.assembly).joinedload(Assembly.statutes)],
    )
    if found is None:
        raise _unknown()
    return found


def locked_session(session: Session, vote_id: int) -> VoteSession:
    """Return a vote session whose row stays locked until the transaction ends: its board grows by one hand."""
    row = select(VoteSession).where(VoteSession.id == vote_id).with_for_update(of=VoteSession)
    found = session.scalars(row.options(_QUESTIONS).execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise _unknown()
    return found


def _unknown() -> Missing:
    return Missing("votes.unknown", t("There is no such vote."))


def sessions_of(session: Session, assembly_id: int) -> Sequence[VoteSession]:
    """Return the vote sessions of an assembly, in the order of their opening."""
    of_assembly = select(VoteSession).where(VoteSession.assembly_id == assembly_id)
    return session.scalars(of_assembly.options(_QUESTIONS).order_by(VoteSession.id)).all()


def open_session_of(session: Session, assembly_id: int) -> VoteSession | None:
    """Return the vote that is open in an assembly."""
    return next((one for one in sessions_of(session, assembly_id) if one.state is SessionState.OPEN), None)


def votes_by_methods(session: Session, prefix: str) -> int:
    """Return how many votes that are not counted yet use a method whose key starts so."""
    uncounted = (
        select(Question.session_id)
        .join(VoteSession)
        .where(VoteSession.state != SessionState.CLOSED, Question.method.startswith(prefix, autoescape=True))
    )
    return session.scalar(select(func.count()).select_from(uncounted.distinct().subquery())) or 0


def resolutions_to_vote(
    session: Session, assembly_id: int, secrecy: Secrecy = Secrecy.OPEN
) -> Sequence[Resolution]:
    """Return the resolutions that were never put to the vote, openly or of those marked secret."""
    asked, marked = select(Question.resolution_id), select(SecretMark.resolution_id)
    left = select(Resolution).where(Resolution.assembly_id == assembly_id, Resolution.id.not_in(asked))
    is_open = secrecy is Secrecy.OPEN
    left = left.where(Resolution.id.not_in(marked) if is_open else Resolution.id.in_(marked))
    return session.scalars(
        left.order_by(Resolution.number).options(
            joinedload(Resolution.voting).options(selectinload(Voting.options), joinedload(Voting.college))
        )
    ).all()


def texts_first(resolutions: Sequence[Resolution]) -> Sequence[Resolution]:
    """Return what is put to the vote together next: the texts, or the elections when no text is left."""
    return [one for one in resolutions if not one.elects] or resolutions


def sign_off_of(session: Session, vote_id: int, giver_id: int) -> SignOff | None:
    """Return the sign-off of a voting right; None while it is unused."""
    return session.scalars(
        select(SignOff).where(SignOff.session_id == vote_id, SignOff.giver_id == giver_id)
    ).one_or_none()


def choices_of(session: Session, vote_id: int, giver_id: int) -> dict[int, str]:
    """Return how a voting right was used, by question; this is an open vote."""
    mine = select(Ballot.question_id, Ballot.choice).where(
        Ballot.session_id == vote_id, Ballot.giver_id == giver_id
    )
    return dict(session.execute(mine).all())


def used_rights(
    session: Session, votes: Sequence[VoteSession], givers: Sequence[int]
) -> dict[int, dict[int, SignOff]]:
    """Return the sign-offs of some voting rights, by vote and right, in one statement."""
    used: dict[int, dict[int, SignOff]] = {vote.id: {} for vote in votes}
    for one in session.scalars(
        select(SignOff).where(SignOff.session_id.in_(used), SignOff.giver_id.in_(givers))
    ):
        used[one.session_id][one.giver_id] = one
    return used


def asked_facts(questions: Sequence[Question], resolutions: Iterable[Resolution]) -> list[dict[str, object]]:
    """Return what is put to the vote, word for word: its fingerprint is sealed at the opening."""
    texts = {one.id: one for one in resolutions}
    return [
        {
            "question": one.id, "position": one.position, "method": one.method,
            "resolution": one.resolution_id, "number": texts[one.resolution_id].number,
            "kind": texts[one.resolution_id].kind.value, "title": texts[one.resolution_id].title,
            "text": texts[one.resolution_id].text, "options": _option_names(texts[one.resolution_id]),
        }
        for one in sorted(questions, key=lambda one: one.position)
    ]  # fmt: skip


def _option_names(resolution: Resolution) -> list[list[object]]:
    return [[one.number, one.name] for one in resolution.voting.options] if resolution.voting else []


def last_cast(session: Session, vote_id: int) -> datetime | None:
    """Return the time of the latest line of a board; None for an empty one."""
    return session.scalar(select(func.max(SignOff.cast_at)).where(SignOff.session_id == vote_id))


def turnout(session: Session, vote_id: int) -> int:
    """Count the voting rights used so far, those that vote in the room among them."""
    cast = session.scalar(select(func.count()).where(SignOff.session_id == vote_id)) or 0
    room = session.scalar(select(func.count()).where(RoomRight.session_id == vote_id)) or 0
    return cast + room


def receipt(session: Session, digest: str) -> SignOff:
    """Return the board line behind a receipt; raises Missing."""
    found = session.scalars(
        select(SignOff).where(SignOff.digest == digest.strip().lower())
        .options(joinedload(SignOff.giver), joinedload(SignOff.holder))
    ).one_or_none()  # fmt: skip
    if found is None:
        raise Missing(
            "votes.unknown_receipt", t("No board holds this receipt. Check that it is copied whole.")
        )
    return found


@dataclass(frozen=True, kw_only=True)
class BoardLine:
    """One line of the public board: who used which right, how, and its seal."""

    sign_off: SignOff
    choices: dict[int, str]

    @property
    def sequence(self) -> int:
        """Give the line's number."""
        return self.sign_off.sequence


@dataclass(frozen=True, kw_only=True)
class RoomLine:
    """A line of the board on those who vote in the room: the list of their rights, or a count of the bureau."""

    line: RoomList | RoomCount
    rights: Sequence[int] = ()

    @property
    def sequence(self) -> int:
        """Give the line's number."""
        return self.line.sequence

    def content(self, vote: VoteSession) -> dict[str, object]:
        """Return what the line's seal covers."""
        if isinstance(self.line, RoomList):
            return listed_content(vote, self.line, self.rights)
        return counted_content(vote, self.line)


def board(session: Session, vote_id: int, *, first: int = 1, size: int = 100) -> list[BoardLine]:
    """Return lines of the board in their order, in two statements."""
    lines = session.scalars(
        select(SignOff)
        .where(SignOff.session_id == vote_id, SignOff.sequence >= first, SignOff.sequence < first + size)
        .options(joinedload(SignOff.giver), joinedload(SignOff.holder))
        .order_by(SignOff.sequence)
    ).all()
    return list(_with_choices(session, vote_id, lines))


def room_lines(session: Session, vote_id: int, *, first: int = 1, size: int | None = None) -> list[RoomLine]:
    """Return the lines of the board on those who vote in the room, in their order."""
    rights: dict[int, list[int]] = defaultdict(list)
    asked = select(RoomRight.list_id, RoomRight.entry_id).where(RoomRight.session_id == vote_id)
    for number, entry in session.execute(asked.order_by(RoomRight.entry_id)):
        rights[number].append(entry)
    lists = session.scalars(select(RoomList).where(RoomList.session_id == vote_id)).all()
    counts = session.scalars(select(RoomCount).where(RoomCount.session_id == vote_id)).all()
    lines = [RoomLine(line=one, rights=rights[one.id]) for one in lists]
    lines += [RoomLine(line=one) for one in counts]
    last = first + size if size is not None else None
    wanted = [one for one in lines if one.sequence >= first and (last is None or one.sequence < last)]
    return sorted(wanted, key=lambda one: one.sequence)


def room_rights(session: Session, vote_id: int) -> Sequence[RollEntry]:
    """Return the rights that vote in the room, by college and name."""
    listed = select(RollEntry).join(RoomRight, RoomRight.entry_id == RollEntry.id)
    return session.scalars(
        listed.where(RoomRight.session_id == vote_id)
        .options(joinedload(RollEntry.college))
        .order_by(RollEntry.college_id, RollEntry.name)
    ).all()


def listed_rights(session: Session, votes: Sequence[VoteSession], givers: Sequence[int]) -> set[int]:
    """Return which of some rights vote in the room, in the vote that is open."""
    now = [vote.id for vote in votes if vote.state is SessionState.OPEN]
    listed = select(RoomRight.entry_id).where(RoomRight.session_id.in_(now), RoomRight.entry_id.in_(givers))
    return set(session.scalars(listed))


def room_counts(session: Session, vote_id: int) -> dict[int, RoomCount]:
    """Return the counts of the room that hold, by question: the last one of each."""
    counts = select(RoomCount).where(RoomCount.session_id == vote_id).order_by(RoomCount.sequence)
    return {one.question_id: one for one in session.scalars(counts)}


def listed_content(vote: VoteSession, line: RoomList, rights: Sequence[int]) -> dict[str, object]:
    """Return what the seal of a list of the room covers."""
    return {"vote": vote.id, "room": line.way.value, "at": line.at.isoformat(), "rights": list(rights)}


def counted_content(vote: VoteSession, line: RoomCount) -> dict[str, object]:
    """Return what the seal of a count of the room covers."""
    return {"vote": vote.id, "question": line.question_id, "at": line.at.isoformat(), "counted": line.sums}


def _with_choices(session: Session, vote_id: int, lines: Sequence[SignOff]) -> Iterator[BoardLine]:
    choices: dict[int, dict[int, str]] = {line.giver_id: {} for line in lines}
    ballots = select(Ballot.giver_id, Ballot.question_id, Ballot.choice)
    asked = ballots.where(Ballot.session_id == vote_id, Ballot.giver_id.in_(choices))
    for giver, question, choice in session.execute(asked):
        choices[giver][question] = choice
    for line in lines:
        yield BoardLine(sign_off=line, choices=choices[line.giver_id])


def sealed(vote: VoteSession, line: SignOff, choices: dict[int, str]) -> Link:
    """Return a board line as the link whose hash was taken."""
    return Link(
        sequence=line.sequence,
        payload=content(vote, line, choices),
        previous=line.previous,
        digest=line.digest,
    )


def content(vote: VoteSession, line: SignOff, choices: dict[int, str]) -> dict[str, object]:
    """Return what the seal of a board line covers: the right, the hand, the moment, each choice.

    And where the line comes from, unless its voter cast it.
    """
    origin = {} if line.origin in (None, Origin.ONLINE) else {"origin": line.origin.value}
    return {
        **origin,
        "vote": vote.id,
        "giver": line.giver_id,
        "holder": line.holder_id,
        "mandate": line.mandate_id,
        "at": line.cast_at.isoformat(),
        "choices": {str(question): str(choice) for question, choice in sorted(choices.items())},
    }


def verify_board(session: Session, vote: VoteSession) -> Break | None:
    """Recompute a board from its ballots; return the first line that does not hold."""
    return first_break(_links(session, vote), length=vote.board_length, head=vote.board_head)


def _links(session: Session, vote: VoteSession) -> Iterator[Link]:
    """Walk the stored lines, not the expected numbers, so that a missing one is seen."""
    room = (
        Link(
            sequence=one.sequence, payload=one.content(vote), previous=one.line.previous, digest=one.line.digest
        )
        for one in room_lines(session, vote.id)
    )  # fmt: skip
    yield from heapq.merge(_cast_links(session, vote), room, key=lambda one: one.sequence)


def _cast_links(session: Session, vote: VoteSession, size: int = 1000) -> Iterator[Link]:
    last = 0
    while lines := session.scalars(
        select(SignOff).where(SignOff.session_id == vote.id, SignOff.sequence > last)
        .order_by(SignOff.sequence).limit(size)
    ).all():  # fmt: skip
        for line in _with_choices(session, vote.id, lines):
            yield sealed(vote, line.sign_off, line.choices)
        last = lines[-1].sequence


def count(
    session: Session, vote: VoteSession, rules: StatuteRules, asks: Sequence[Asked]
) -> dict[int, list[CollegeSums]]:
    """Count the texts of a vote, college by college, in a constant number of statements."""
    votes, room = ballot_counts(session, vote.id), room_counts(session, vote.id)
    rights, colleges = rights_counts(session, vote), colleges_with_ids(session, rules)
    return {
        one.question.id: [
            with_room(
                _sums(one, rule, ids, rights, votes.get(one.question.id, {})),
                _room_of(room.get(one.question.id), rule.key),
            )
            for rule, ids in colleges
        ]
        for one in asks
    }


def _room_of(counted: RoomCount | None, college: str) -> RoomSums | None:
    return RoomSums(**counted.sums[college]) if counted and college in counted.sums else None


def college_figures(session: Session, vote: VoteSession, rules: StatuteRules) -> dict[str, tuple[int, int]]:
    """Return how many rights are on the roll and attend, by the key of the college."""
    members, attending = _college_counts(session, _roll(vote)), _college_counts(session, _attending(vote))
    return {
        rule.key: (_total(members, ids), _total(attending, ids))
        for rule, ids in colleges_with_ids(session, rules)
    }


def _total(counts: "Counts", ids: "Ids | None") -> int:
    return sum(number for college, number in counts.items() if ids is None or college in ids)


Ids = set[int | None]
Counts = Mapping[int | None, int]


def rights_counts(session: Session, vote: VoteSession) -> tuple[Counts, Counts]:
    """Count by college the rights on the roll, and those that attend."""
    return _college_counts(session, _roll(vote)), _college_counts(session, _attending(vote))


def colleges_with_ids(session: Session, rules: StatuteRules) -> list[tuple[CollegeRule, Ids | None]]:
    """Return the statutes' colleges with their ids; without colleges, one that holds the whole roll."""
    if not rules.colleges:
        return [(CollegeRule(key="all", name="", weight=Fraction(1)), None)]
    ids = dict(session.execute(select(College.key, College.id)).all())
    return [(one, {ids.get(one.key)}) for one in rules.colleges]


def _sums(
    asks: Asked,
    rule: CollegeRule,
    ids: Ids | None,
    rights: tuple[Counts, Counts],
    votes: Mapping[tuple[int | None, str], int],
) -> CollegeSums:
    """Put a college's counts together; `rights` are its members and those who attend, `ids` None for all."""

    def total(counts: Counts) -> int:
        return sum(number for college, number in counts.items() if ids is None or college in ids)

    said: Counter[str] = Counter()
    for (college, choice), number in votes.items():
        said[choice] += number if ids is None or college in ids else 0
    papers = [Papers(choice=choice, count=number) for choice, number in sorted(said.items()) if number]
    sides = asks.method.tally(asks.poll, papers).sides or Sides()
    members, attending = rights
    return CollegeSums(
        key=rule.key, name=rule.name, weight=rule.weight, members=total(members), attending=total(attending),
        **asdict(sides),
    )  # fmt: skip


def ballot_counts(session: Session, vote_id: int) -> dict[int, dict[tuple[int | None, str], int]]:
    """Count equal ballots, by question, then by college and choice."""
    rows = session.execute(
        select(Ballot.question_id, Ballot.college_id, Ballot.choice, func.count())
        .where(Ballot.session_id == vote_id)
        .group_by(Ballot.question_id, Ballot.college_id, Ballot.choice)
    )
    counts: dict[int, dict[tuple[int | None, str], int]] = {}
    for question, college, choice, number in rows:
        counts.setdefault(question, {})[college, choice] = number
    return counts


def _roll(vote: VoteSession) -> Select[int, int | None]:
    return select(RollEntry.id, RollEntry.college_id).where(RollEntry.assembly_id == vote.assembly_id)


def _attending(vote: VoteSession) -> CompoundSelect[int, int | None]:
    """Select who attends now, has voted or votes in the room: whoever voted and left was there for this vote."""
    by_proxy = represented().with_only_columns(RollEntry.id, RollEntry.college_id)
    voted = _roll(vote).join(SignOff, SignOff.giver_id == RollEntry.id).where(SignOff.session_id == vote.id)
    return union(
        _roll(vote).where(is_here(RollEntry.id)),
        by_proxy.where(RollEntry.assembly_id == vote.assembly_id),
        voted,
        _roll(vote)
        .join(RoomRight, RoomRight.entry_id == RollEntry.id)
        .where(RoomRight.session_id == vote.id),
    )


def _college_counts(
    session: Session, entries: Select[int, int | None] | CompoundSelect[int, int | None]
) -> dict[int | None, int]:
    rows = entries.subquery()
    grouped = select(rows.c.college_id, func.count()).group_by(rows.c.college_id)
    return dict(session.execute(grouped).all())


def result_of(
    rules: StatuteRules, question: Question, sums: Sequence[CollegeSums], carry: Carry | None = None
) -> Result:
    """Decide a question from its sums by the assembly's statutes; another `carry` makes it a simulation."""
    majority = rules.majority(question.resolution.kind, question.session.assembly.convocation)
    chosen = carry or (rules.carry if rules.colleges else Carry.HEADS)
    return result(majority, chosen, rules.on_tie, rules.on_empty, sums)


def elections(session: Session, vote_id: int) -> dict[int, ElectionOutcome]:
    """Return the sealed results of the elections of a vote, by question."""
    rows = select(ElectionOutcome).join(Question).where(Question.session_id == vote_id)
    return {one.question_id: one for one in session.scalars(rows)}


def outcomes(session: Session, vote_id: int) -> dict[int, Outcome]:
    """Return the sealed results of a vote, by question."""
    rows = select(Outcome).join(Question).where(Question.session_id == vote_id)
    return {one.question_id: one for one in session.scalars(rows)}


def mandate(session: Session, mandate_id: int) -> Mandate:
    """Return a mandate with its two entries; raises Missing."""
    found = session.get(Mandate, mandate_id, options=[joinedload(Mandate.giver), joinedload(Mandate.holder)])
    if found is None:
        raise Missing("votes.unknown_mandate", t("There is no such voting right."))
    return found
