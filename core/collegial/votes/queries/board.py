"""Read the board line by line, and verify its chain."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from collegial.actors.models import Actor
from collegial.actors.queries import name_holds
from collegial.assemblies.models import RollEntry
from collegial.kernel.chain import Break, Link, first_break
from collegial.votes.models import (
    Ballot,
    Origin,
    SignOff,
    VoteSession,
)
from collegial.votes.queries.room import room_lines


@dataclass(frozen=True, kw_only=True)
class Line:
    """The columns of a line of the board, where no object is made of it."""

    session_id: int
    mandate_id: int
    giver_id: int
    holder_id: int
    origin: Origin
    cast_at: datetime
    sequence: int
    previous: str
    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class BoardLine:
    """One line of the public board: who used which right, how, and its seal."""

    sign_off: SignOff
    choices: dict[int, str]

    @property
    def sequence(self) -> int:
        """Give the line's number."""
        return self.sign_off.sequence


def line_of(session: Session, vote_id: int, giver_id: int) -> Line:
    """Return the line by which a right was used."""
    stored = SignOff.__table__.c
    columns = [stored[one.name] for one in fields(Line)]
    query = select(*columns).where(stored.session_id == vote_id, stored.giver_id == giver_id)
    return Line(**session.execute(query).mappings().one())


def board(session: Session, vote_id: int, *, first: int = 1, size: int = 100) -> list[BoardLine]:
    """Return lines of the board in their order, in two statements."""
    lines = session.scalars(
        select(SignOff)
        .where(SignOff.session_id == vote_id, SignOff.sequence >= first, SignOff.sequence < first + size)
        .options(joinedload(SignOff.giver), joinedload(SignOff.holder))
        .order_by(SignOff.sequence)
    ).all()
    return list(_with_choices(session, vote_id, lines))


def lines_of_name(session: Session, vote_id: int, words: str, *, most: int) -> list[BoardLine]:
    """Return the first lines of the rights whose name holds some words, in their order."""
    lines = session.scalars(
        select(SignOff)
        .join(SignOff.giver)
        .join(Actor, RollEntry.actor_id == Actor.id)
        .where(SignOff.session_id == vote_id, *name_holds(words))
        .options(contains_eager(SignOff.giver), joinedload(SignOff.holder))
        .order_by(SignOff.sequence)
        .limit(most)
    ).all()
    return list(_with_choices(session, vote_id, lines))


def _with_choices(session: Session, vote_id: int, lines: Sequence[SignOff]) -> Iterator[BoardLine]:
    choices: dict[int, dict[int, str]] = {line.giver_id: {} for line in lines}
    ballots = select(Ballot.giver_id, Ballot.question_id, Ballot.choice)
    asked = ballots.where(Ballot.session_id == vote_id, Ballot.giver_id.in_(choices)).order_by(
        Ballot.question_id
    )
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


def content(vote: VoteSession, line: SignOff | Line, choices: Mapping[int, str]) -> dict[str, object]:
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
