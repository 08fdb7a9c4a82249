"""Read what was listed and counted in the room."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.assemblies.models import RollEntry
from collegial.votes.models import (
    RoomCount,
    RoomList,
    RoomRight,
    SessionState,
    VoteSession,
)


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
