"""Read what was listed and counted in the room."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.assemblies.models import RollEntry
from collegial.assemblies.queries.attending import by_name
from collegial.votes.models import (
    RoomCount,
    RoomList,
    RoomPaper,
    RoomRight,
    SessionState,
    VoteSession,
)
from collegial.votes.rules.box import RoomMarks, RoomRows


@dataclass(frozen=True, kw_only=True)
class RoomLine:
    """A line of the board on those who vote in the room: the list of their rights, or a count of the bureau."""

    line: RoomList | RoomCount | RoomPaper
    rights: Sequence[int] = ()

    @property
    def sequence(self) -> int:
        """Give the line's number."""
        return self.line.sequence

    def content(self, vote: VoteSession) -> dict[str, object]:
        """Return what the line's seal covers."""
        if isinstance(self.line, RoomList):
            return listed_content(vote, self.line, self.rights)
        return sealed_room_line(vote, self.line)


def room_lines(session: Session, vote_id: int, *, first: int = 1, size: int | None = None) -> list[RoomLine]:
    """Return the lines of the board on those who vote in the room, in their order."""
    rights: dict[int, list[int]] = defaultdict(list)
    asked = select(RoomRight.list_id, RoomRight.entry_id).where(RoomRight.session_id == vote_id)
    for number, entry in session.execute(asked.order_by(RoomRight.entry_id)):
        rights[number].append(entry)
    lists = session.scalars(select(RoomList).where(RoomList.session_id == vote_id)).all()
    counts = session.scalars(select(RoomCount).where(RoomCount.session_id == vote_id)).all()
    lines = [RoomLine(line=one, rights=rights[one.id]) for one in lists]
    papers = session.scalars(select(RoomPaper).where(RoomPaper.session_id == vote_id)).all()
    lines += [RoomLine(line=one) for one in counts]
    lines += [RoomLine(line=one) for one in papers]
    last = first + size if size is not None else None
    wanted = [one for one in lines if one.sequence >= first and (last is None or one.sequence < last)]
    return sorted(wanted, key=lambda one: one.sequence)


def room_rights(session: Session, vote_id: int) -> Sequence[RollEntry]:
    """Return the rights that vote in the room, by college and name."""
    listed = select(RollEntry).join(RoomRight, RoomRight.entry_id == RollEntry.id)
    return session.scalars(
        listed.where(RoomRight.session_id == vote_id)
        .options(joinedload(RollEntry.college))
        .order_by(RollEntry.college_id, *by_name())
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


@dataclass(frozen=True, kw_only=True)
class RoomVotes:
    """What was voted on paper in the room in an election: single papers, or the marks added up, by group."""

    papers: Mapping[str, Mapping[str, int]]
    totals: Mapping[str, RoomMarks]


def room_votes(session: Session, vote_id: int) -> dict[int, RoomVotes]:
    """Return the papers of the room that hold, by question; nothing of texts."""
    papers: dict[int, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    rows = select(RoomPaper).where(RoomPaper.session_id == vote_id).order_by(RoomPaper.sequence)
    for one in session.scalars(rows):
        papers[one.question_id][one.college][one.choice] += one.papers
    totals = {
        question: {key: room_marks(sums) for key, sums in counted.sums.items() if "marks" in sums}
        for question, counted in room_counts(session, vote_id).items()
    }
    return {
        question: RoomVotes(papers=papers.get(question, {}), totals=totals.get(question, {}))
        for question in {*papers, *totals}
    }


def room_marks(sums: Mapping[str, Any]) -> RoomMarks:
    """Return the marks of a group as they are kept."""
    marks = {int(number): votes for number, votes in sums["marks"].items()}
    return RoomMarks(marks=marks, papers=sums["papers"], blank=sums["blank"], void=sums["void"])


def room_rows(counted: RoomCount | None) -> dict[str, RoomRows]:
    """Return what was counted on paper in a secret election, by the colleges that are counted together."""
    return {
        key: RoomRows(**{**sums, "rows": tuple(map(tuple, sums["rows"]))})
        for key, sums in (counted.sums.items() if counted else ())
    }


def sealed_room_line(vote: VoteSession, line: RoomCount | RoomPaper) -> dict[str, object]:
    """Return what the seal of a count, or of papers, of the room covers."""
    if isinstance(line, RoomCount):
        return counted_content(vote, line)
    return {
        "vote": vote.id, "question": line.question_id, "at": line.at.isoformat(), "group": line.college,
        "choice": line.choice, "papers": line.papers,
    }  # fmt: skip


def counted_content(vote: VoteSession, line: RoomCount) -> dict[str, object]:
    """Return what the seal of a count of the room covers."""
    return {"vote": vote.id, "question": line.question_id, "at": line.at.isoformat(), "counted": line.sums}
