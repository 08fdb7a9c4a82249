"""Votes in the record: their questions, their boards, their outcomes."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly
from collegial.kernel.fractions import show_fraction
from collegial.records.rules import moment
from collegial.votes.models import Outcome, Question, VoteSession
from collegial.votes.queries import BoardLine, RoomLine, board, content, elections, room_lines, sessions_of

_PAGE = 1000


def votes_of(session: Session, meeting: Assembly) -> object:
    """Return the votes of an assembly: what was asked, the board line by line, what came out."""
    return [_vote(session, one) for one in sessions_of(session, meeting.id)]


def _vote(session: Session, vote: VoteSession) -> object:
    return {
        "id": vote.id, "secrecy": vote.secrecy.value, "state": vote.state.value,
        "opened_at": moment(vote.opened_at), "closed_at": moment(vote.closed_at),
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
