"""Count elections: inside one college, all together, or by the weights of the statutes."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from collegial.assemblies.models import Electorate, Voting
from collegial.assemblies.queries.voting import election_terms
from collegial.assemblies.rules import QuorumVerdict
from collegial.hooks.voting import BLANK, Papers, Poll, Scores, Tally
from collegial.kernel.errors import Refused
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules import CollegeRule, StatuteRules
from collegial.votes.asking import Asked, group_of, only_college
from collegial.votes.models import ElectionOutcome, Question, VoteSession
from collegial.votes.queries import (
    ballot_counts,
    colleges_with_ids,
    election_on,
    elections,
    rights_counts,
    room_votes,
)
from collegial.votes.queries.counting import Ids
from collegial.votes.rules import Standing, steps_under
from collegial.votes.rules.box import Box, GroupPapers, RoomMarks, with_marks
from collegial.votes.rules.explanation import method_words, read_tally
from collegial.votes.rules.weighing import ScoredCollege, weigh
from collegial.votes.trying import Quorums

Said = Mapping[tuple[int | None, str], int]
Group = tuple[str, Ids | None]
Scoring = Callable[[Poll, Sequence[Papers]], Scores]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A counted election: the result, and how many rights could vote, attended, and voted; void papers apart."""

    tally: Tally
    members: int
    attending: int
    papers: int
    void: int


def count_elections(
    session: Session, vote: VoteSession, rules: StatuteRules, asks: Sequence[Asked]
) -> dict[int, Counted]:
    """Count every election of a vote, in a constant number of statements."""
    said, members, attending = ballot_counts(session, vote.id), *rights_counts(session, vote)
    rooms, colleges = room_votes(session, vote.id), colleges_with_ids(session, rules)
    found = {}
    for one in asks:
        college = only_college(one.question)
        cast = _by_group(said.get(one.question.id, {}), _groups(one, colleges))
        box = Box(
            papers=_added(cast, rooms[one.question.id].papers) if one.question.id in rooms else cast,
            totals=rooms[one.question.id].totals if one.question.id in rooms else {},
        )
        found[one.question.id] = Counted(
            tally=with_void(_tally(one, rules, box), box.void), members=_of(members, college),
            attending=_of(attending, college), papers=box.size, void=box.void,
        )  # fmt: skip
    return found


def _of(counts: Mapping[int | None, int], college: int | None) -> int:
    return sum(number for one, number in counts.items() if college is None or one == college)


def _groups(asks: Asked, colleges: Sequence[tuple[CollegeRule, Ids | None]]) -> list[Group]:
    """Return who is counted apart: each college where weights carry, else all who elect as one."""
    if asks.electorate is Electorate.WEIGHTED:
        return [(rule.key, ids) for rule, ids in colleges]
    return [(group_of(asks.question), None)]


def _by_group(said: Said, groups: Sequence[Group]) -> GroupPapers:
    """Put equal papers of a group together, whoever's they are."""
    found: dict[str, Counter[str]] = {key: Counter() for key, _ids in groups}
    for (college, choice), number in said.items():
        for key, ids in groups:
            if ids is None or college in ids:
                found[key][choice] += number
    return found


def _added(cast: GroupPapers, room: GroupPapers) -> GroupPapers:
    """Put the papers of the room beside those that stand on the board one by one."""
    return {key: Counter(said) + Counter(room.get(key, {})) for key, said in cast.items()}


def _tally(asks: Asked, rules: StatuteRules, box: Box) -> Tally:
    if asks.electorate is not Electorate.WEIGHTED:
        (key,) = box.papers
        return _together(asks, box.read(key), box.totals.get(key))
    scores = asks.method.scores
    if scores is None:
        raise Refused("votes.not_carried", t("The weights of colleges cannot carry this way of voting."))
    colleges = [
        ScoredCollege(name=rule.name, weight=rule.weight, scores=_scores(asks, scores, box, rule.key))
        for rule in rules.colleges
    ]
    return carried(asks.poll, colleges, rules)


def carried(poll: Poll, colleges: Sequence[ScoredCollege], rules: StatuteRules) -> Tally:
    """Elect by the weights of the statutes."""
    fallbacks = {Standing.TIED: rules.on_tie, Standing.EMPTY: rules.on_empty}
    return weigh(poll, colleges, rules.carry, fallbacks)


def _together(asks: Asked, papers: Sequence[Papers], counted: RoomMarks | None) -> Tally:
    """Count papers, and the marks that the bureau added up in the room beside them."""
    if counted is None or asks.method.scores is None or asks.method.totals is None:
        return asks.method.tally(asks.poll, papers)
    blank = sum(one.count for one in papers if one.choice == BLANK) + counted.blank
    return asks.method.totals.tally(
        asks.poll, with_marks(asks.method.scores(asks.poll, papers), counted), blank
    )


def _scores(asks: Asked, scores: Scoring, box: Box, college: str) -> Scores:
    return with_marks(scores(asks.poll, box.read(college)), box.totals.get(college))


def with_void(tally: Tally, void: int) -> Tally:
    """Say how many papers could not be counted, where there are any."""
    if not void:
        return tally
    told = nt(
        "%(count)d paper is void and is not counted.",
        "%(count)d papers are void and are not counted.",
        void,
    )
    return replace(tally, steps=(told, *tally.steps))


@dataclass(frozen=True, kw_only=True)
class Elected:
    """An election with its result, as it was sealed at the closing; `quorum` is another one that is tried."""

    question: Question
    outcome: ElectionOutcome
    voting: Voting
    tally: Tally
    quorum: QuorumVerdict | None = None

    @property
    def label(self) -> Text:
        """Return the name of the method, as it was then."""
        return method_words(self.outcome.explanation)[0]

    @property
    def terms(self) -> tuple[Text, ...]:
        """Return how the method counts, and what was settled beside it."""
        return method_words(self.outcome.explanation)[1], *election_terms(self.voting)

    @property
    def names(self) -> list[str]:
        """Return the names of those who are elected, best first."""
        options = {one.number: one.name for one in self.voting.options}
        return [options[number] for number in self.tally.elected]

    @property
    def empty_seats(self) -> int:
        """Return how many seats nobody fills."""
        return self.voting.seats - len(self.tally.elected) if self.is_decided else 0

    @property
    def chosen_by_all(self) -> list[str]:
        """Return those elected whom every paper names: the result says so of everyone who voted."""
        options = {one.number: one.name for one in self.voting.options}
        votes, papers = self.tally.votes, self.outcome.papers
        return [options[one] for one in self.tally.elected if votes.get(one) == papers]

    @property
    def is_decided(self) -> bool:
        """Say whether the vote counts: under the quorum that is tried, it may not."""
        return self.quorum is None or self.quorum.reached


def elected_on(session: Session, resolution_id: int) -> Elected | None:
    """Return the result of the election on a resolution; None before it is counted."""
    outcome = election_on(session, resolution_id)
    voting = outcome.question.resolution.voting if outcome else None
    if outcome is None or voting is None:
        return None
    return Elected(
        question=outcome.question, outcome=outcome, voting=voting,
        tally=read_tally(outcome.elected, outcome.explanation),
    )  # fmt: skip


def elected_in(session: Session, vote: VoteSession) -> list[Elected]:
    """Return the elections of a closed vote, in the order of its questions."""
    sealed = elections(session, vote.id)
    return [
        Elected(
            question=one,
            outcome=sealed[one.id],
            voting=one.resolution.voting,
            tally=read_tally(sealed[one.id].elected, sealed[one.id].explanation),
        )
        for one in vote.questions
        if one.id in sealed and one.resolution.voting
    ]


def tried(found: Sequence[Elected], quorums: Quorums) -> list[Elected]:
    """Return elections under the quorums that are tried; those of another kind of decision stay as they are."""
    return [
        _under(one, quorum) if (quorum := quorums.get(one.question.resolution.kind)) else one for one in found
    ]


def _under(one: Elected, quorum: QuorumVerdict) -> Elected:
    tally = replace(one.tally, steps=steps_under(quorum, one.tally.steps))
    if not quorum.reached:
        tally = replace(tally, elected=(), ties=(), figures=())
    return replace(one, tally=tally, quorum=quorum)
