"""Where the votes came from: online, by forms and proxies written before, from the room."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from collegial.hooks.voting import BLANK, VOID, Sides
from collegial.votes.methods import FOR_AGAINST_KEY
from collegial.votes.models import (
    Ballot,
    Origin,
    Question,
    RoomCount,
    RoomList,
    RoomWay,
    Secrecy,
    SignOff,
    VoteSession,
)
from collegial.votes.queries import outcomes, room_counts, room_votes
from collegial.votes.queries.room import RoomVotes

_SIDES = {"for": "for_", "against": "against", "abstain": "abstain", BLANK: "blank", VOID: "void"}
Said = Mapping[tuple[int, Origin], Counter[str]]


@dataclass(frozen=True, kw_only=True)
class Came:
    """The votes of one origin on one resolution; `sides` of a text only."""

    origin: Origin | RoomWay
    votes: int
    blank: int
    void: int
    sides: Sides | None = None


def origins_of(session: Session, vote: VoteSession) -> dict[int, list[Came]]:
    """Return the votes of each resolution by where they came from; texts of other methods are left out."""
    said, counts, boxes = _ballots(session, vote), room_counts(session, vote.id), room_votes(session, vote.id)
    way, decrypted = _way(session, vote), _decrypted(session, vote)
    found: dict[int, list[Came]] = {}
    for question in vote.questions:
        told = _of_election if question.resolution.elects else _of_text
        if not question.resolution.elects and question.method != FOR_AGAINST_KEY:
            continue
        came = [told(origin, said[question.id, origin]) for origin in Origin if (question.id, origin) in said]
        room = _of_room(question, counts.get(question.id), boxes.get(question.id))
        if room and question.id in decrypted:
            came.append(told(Origin.ONLINE, decrypted[question.id] - room))
        if room and way:
            came.append(told(way, room))
        found[question.id] = came
    return found


def _decrypted(session: Session, vote: VoteSession) -> dict[int, Counter[str]]:
    """Return the sealed sums of a secret vote, from which those on paper are taken off."""
    if vote.secrecy is not Secrecy.SECRET:
        return {}
    return {question: _added(sealed.sums) for question, sealed in outcomes(session, vote.id).items()}


def _added(sums: Iterable[Mapping[str, Any]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in sums:
        total.update({choice: one[side] for choice, side in _SIDES.items()})
    return total


def _of_text(origin: Origin | RoomWay, said: Counter[str]) -> Came:
    sides = Sides(**{side: said[choice] for choice, side in _SIDES.items()})
    return Came(origin=origin, votes=said.total(), blank=sides.blank, void=sides.void, sides=sides)


def _of_election(origin: Origin | RoomWay, said: Counter[str]) -> Came:
    return Came(origin=origin, votes=said.total(), blank=said[BLANK], void=said[VOID])


def _of_room(question: Question, counted: RoomCount | None, box: RoomVotes | None) -> Counter[str]:
    """Return what the room said, by choice; the papers of totals that name somebody go together."""
    said: Counter[str] = Counter()
    if question.resolution.elects:
        for papers in box.papers.values() if box else ():
            said.update(papers)
        for marks in box.totals.values() if box else ():
            said.update({"": marks.papers, BLANK: marks.blank, VOID: marks.void})
        return said
    for sums in counted.sums.values() if counted else ():
        said.update({choice: sums[side] for choice, side in _SIDES.items()})
    return said


def _ballots(session: Session, vote: VoteSession) -> Said:
    line = and_(SignOff.session_id == Ballot.session_id, SignOff.giver_id == Ballot.giver_id)
    rows = session.execute(
        select(Ballot.question_id, SignOff.origin, Ballot.choice, func.count())
        .join(SignOff, line)
        .where(Ballot.session_id == vote.id)
        .group_by(Ballot.question_id, SignOff.origin, Ballot.choice)
    )
    said: dict[tuple[int, Origin], Counter[str]] = defaultdict(Counter)
    for question, origin, choice, number in rows:
        said[question, origin][choice] = number
    return said


def _way(session: Session, vote: VoteSession) -> RoomWay | None:
    ways = select(RoomList.way).where(RoomList.session_id == vote.id).order_by(RoomList.sequence.desc())
    return session.scalars(ways.limit(1)).one_or_none()
