"""Where the votes on a text came from: online, by forms and proxies written before, from the room."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from collegial.hooks.voting import Sides
from collegial.votes.methods import FOR_AGAINST_KEY
from collegial.votes.models import Ballot, Choice, Origin, RoomList, RoomWay, SignOff, VoteSession
from collegial.votes.queries import room_counts

_SIDES = {
    Choice.FOR: "for_",
    Choice.AGAINST: "against",
    Choice.ABSTAIN: "abstain",
    Choice.BLANK: "blank",
}


@dataclass(frozen=True, kw_only=True)
class Came:
    """The votes of one origin on one resolution."""

    origin: Origin | RoomWay
    sides: Sides

    @property
    def votes(self) -> int:
        """Count every vote, cast or not."""
        one = self.sides
        return one.for_ + one.against + one.abstain + one.blank + one.void


def origins_of(session: Session, vote: VoteSession) -> dict[int, list[Came]]:
    """Return the votes of each resolution by where they came from; only for and against are told apart here."""
    said, room, way = _ballots(session, vote), room_counts(session, vote.id), _way(session, vote)
    found: dict[int, list[Came]] = {}
    for question in vote.questions:
        if question.method != FOR_AGAINST_KEY:
            continue
        came = [
            Came(origin=origin, sides=Sides(**said[question.id, origin]))
            for origin in Origin
            if (question.id, origin) in said
        ]
        if question.id in room and way:
            came.append(Came(origin=way, sides=_added(room[question.id].sums.values())))
        found[question.id] = came
    return found


def _ballots(session: Session, vote: VoteSession) -> dict[tuple[int, Origin], dict[str, int]]:
    line = and_(SignOff.session_id == Ballot.session_id, SignOff.giver_id == Ballot.giver_id)
    rows = session.execute(
        select(Ballot.question_id, SignOff.origin, Ballot.choice, func.count())
        .join(SignOff, line)
        .where(Ballot.session_id == vote.id, Ballot.choice.in_([one.value for one in _SIDES]))
        .group_by(Ballot.question_id, SignOff.origin, Ballot.choice)
    )
    said: dict[tuple[int, Origin], dict[str, int]] = defaultdict(dict)
    for question, origin, choice, number in rows:
        said[question, origin][_SIDES[Choice(choice)]] = number
    return said


def _way(session: Session, vote: VoteSession) -> RoomWay | None:
    ways = select(RoomList.way).where(RoomList.session_id == vote.id).order_by(RoomList.sequence.desc())
    return session.scalars(ways.limit(1)).one_or_none()


def _added(sums: Iterable[Mapping[str, int]]) -> Sides:
    total: Counter[str] = Counter()
    for one in sums:
        total.update(one)
    return Sides(**total)
