"""Count elections: inside one college, all together, or by the weights of the statutes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from collegial.assemblies.models import Electorate, Voting
from collegial.assemblies.queries.voting import election_terms
from collegial.hooks.voting import Papers, Scores, Tally
from collegial.kernel.errors import Refused
from collegial.kernel.text import Text, t
from collegial.statutes.rules import StatuteRules
from collegial.votes.asking import Asked, only_college
from collegial.votes.models import ElectionOutcome, Question, VoteSession
from collegial.votes.queries import ballot_counts, colleges_with_ids, elections, rights_counts
from collegial.votes.rules import Standing
from collegial.votes.rules.explanation import method_words, read_tally
from collegial.votes.rules.weighing import ScoredCollege, weigh

Said = Mapping[tuple[int | None, str], int]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A counted election: the result, and how many rights could vote, attended, and voted."""

    tally: Tally
    members: int
    attending: int
    papers: int


def count_elections(
    session: Session, vote: VoteSession, rules: StatuteRules, asks: Sequence[Asked]
) -> dict[int, Counted]:
    """Count every election of a vote, in a constant number of statements."""
    said = ballot_counts(session, vote.id)
    members, attending = rights_counts(session, vote)
    found = {}
    for one in asks:
        mine, college = said.get(one.question.id, {}), only_college(one.question)
        found[one.question.id] = Counted(
            tally=_tally(session, one, rules, mine),
            members=_of(members, college), attending=_of(attending, college), papers=sum(mine.values()),
        )  # fmt: skip
    return found


def _of(counts: Mapping[int | None, int], college: int | None) -> int:
    return sum(number for one, number in counts.items() if college is None or one == college)


def _tally(session: Session, asks: Asked, rules: StatuteRules, said: Said) -> Tally:
    if asks.electorate is not Electorate.WEIGHTED:
        return asks.method.tally(asks.poll, papers_of(said))
    scores = asks.method.scores
    if scores is None:
        raise Refused("votes.not_carried", t("The weights of colleges cannot carry this way of voting."))
    colleges = [
        ScoredCollege(name=rule.name, weight=rule.weight, scores=_scores(asks, scores, said, ids))
        for rule, ids in colleges_with_ids(session, rules)
    ]
    fallbacks = {Standing.TIED: rules.on_tie, Standing.EMPTY: rules.on_empty}
    return weigh(asks.poll, colleges, rules.carry, fallbacks)


def _scores(asks: Asked, scores: Any, said: Said, ids: set[int | None] | None) -> Scores:
    mine = {key: number for key, number in said.items() if ids is None or key[0] in ids}
    found: Scores = scores(asks.poll, papers_of(mine))
    return found


def papers_of(said: Said) -> list[Papers]:
    """Put equal papers together, whoever's they are."""
    together: Counter[str] = Counter()
    for (_college, choice), number in said.items():
        together[choice] += number
    return [Papers(choice=choice, count=number) for choice, number in sorted(together.items())]


@dataclass(frozen=True, kw_only=True)
class Elected:
    """An election with its result, as it was sealed at the closing."""

    question: Question
    outcome: ElectionOutcome
    voting: Voting
    tally: Tally

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
        return self.voting.seats - len(self.tally.elected)


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
