"""Count ballots by college, and read the results that were sealed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from fractions import Fraction

from sqlalchemy import CompoundSelect, Select, func, select, union
from sqlalchemy.orm import Session

from collegial.assemblies.models import RollEntry
from collegial.assemblies.queries.attending import is_here, represented
from collegial.hooks.voting import VOID, Papers, Sides
from collegial.statutes.models import College
from collegial.statutes.rules import Carry, CollegeRule, StatuteRules
from collegial.votes.asking import Asked
from collegial.votes.models import (
    Ballot,
    ElectionOutcome,
    Outcome,
    Question,
    RoomCount,
    RoomRight,
    SignOff,
    VoteSession,
)
from collegial.votes.queries.room import room_counts
from collegial.votes.rules import CollegeSums, Result, RoomSums, result, with_room


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
    void = said.pop(VOID, 0)
    papers = [Papers(choice=choice, count=number) for choice, number in sorted(said.items()) if number]
    sides = asks.method.tally(asks.poll, papers).sides or Sides()
    members, attending = rights
    return CollegeSums(
        key=rule.key, name=rule.name, weight=rule.weight, members=total(members), attending=total(attending),
        **asdict(replace(sides, void=sides.void + void)),
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


def election_on(session: Session, resolution_id: int) -> ElectionOutcome | None:
    """Return the sealed result of the election on a resolution."""
    rows = select(ElectionOutcome).join(ElectionOutcome.question)
    return session.scalars(rows.where(Question.resolution_id == resolution_id)).one_or_none()


def outcomes(session: Session, vote_id: int) -> dict[int, Outcome]:
    """Return the sealed results of a vote, by question."""
    rows = select(Outcome).join(Question).where(Question.session_id == vote_id)
    return {one.question_id: one for one in session.scalars(rows)}
