"""Count what was voted so far: the lines of the board, and what the bureau counted in the room."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collegial.votes.models import RoomPaper, RoomRight, SignOff
from collegial.votes.queries.room import room_counts

_COUNTED = ("for_", "against", "abstain", "blank", "void", "papers")


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """The rights that the board has used, those listed to vote in the room, and the votes counted there.

    To be listed is not to vote. Where the room voted on several resolutions, `counted` is what it gave on the one
    that it voted most on.
    """

    cast: int
    listed: int
    counted: int

    @property
    def used(self) -> int:
        """Count every vote that is known to be given."""
        return self.cast + self.counted


def turnout(session: Session, vote_id: int) -> Turnout:
    """Return how many have voted so far."""
    cast = session.scalar(select(func.count()).where(SignOff.session_id == vote_id)) or 0
    listed = session.scalar(select(func.count()).where(RoomRight.session_id == vote_id)) or 0
    return Turnout(cast=cast, listed=listed, counted=_counted(session, vote_id) if listed else 0)


def _counted(session: Session, vote_id: int) -> int:
    said: Counter[int] = Counter()
    papers = select(RoomPaper.question_id, func.sum(RoomPaper.papers)).where(RoomPaper.session_id == vote_id)
    said.update(dict(session.execute(papers.group_by(RoomPaper.question_id)).all()))
    for question, counted in room_counts(session, vote_id).items():
        said[question] += sum(one.get(key, 0) for one in counted.sums.values() for key in _COUNTED)
    return max(said.values(), default=0)
