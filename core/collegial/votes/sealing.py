"""The next line of a board: which right was used, by whom, when, sealed with its choices and the line before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from collegial.kernel.chain import seal
from collegial.votes.events import VoteCast
from collegial.votes.models import Origin, VoteSession
from collegial.votes.queries import Line, content


@dataclass(frozen=True, kw_only=True)
class End:
    """The end of a board: how many lines it has, and the seal of the last."""

    length: int
    head: str


def end_of(vote: VoteSession) -> End:
    """Return the end of a board whose vote is locked."""
    return End(length=vote.board_length, head=vote.board_head)


def next_line(
    vote: VoteSession,
    used: tuple[int, int, int],
    choices: Mapping[int, str],
    *,
    origin: Origin,
    now: datetime,
    after: End | None = None,
) -> Line:
    """Return the line that follows on an end, else on the board as it is.

    What is used is told by three numbers: the mandate, its giver, its holder.
    """
    mandate, giver, holder = used
    end = after or end_of(vote)
    line = Line(
        session_id=vote.id, mandate_id=mandate, giver_id=giver, holder_id=holder, origin=origin,
        cast_at=vote.not_before(now), sequence=end.length + 1, previous=end.head,
    )  # fmt: skip
    return replace(line, digest=seal(line.sequence, line.previous, content(vote, line, choices)))


def vote_cast(line: Line) -> VoteCast:
    """Return what is told of a line that is put on its board; it says no choice."""
    return VoteCast(
        vote=line.session_id,
        giver=line.giver_id,
        holder=line.holder_id,
        line=line.sequence,
        digest=line.digest,
    )
