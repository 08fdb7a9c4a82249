"""Results as pages and minutes print them: one computation, from the sums that were sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from collegial.assemblies.queries.meetings import rules_for
from collegial.statutes.rules import Carry, StatuteRules
from collegial.votes.models import Outcome, Question, VoteSession
from collegial.votes.queries import outcomes, result_of
from collegial.votes.rules import CollegeSums, Result, under_quorum, voted_alike
from collegial.votes.rules.demands import ruled
from collegial.votes.trying import AS_SEALED, Quorums, Trial, tried_quorums


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A question with its sums and its result; `is_trial` marks rules that are not those of the statutes."""

    question: Question
    outcome: Outcome
    sums: Sequence[CollegeSums]
    result: Result
    carry: Carry
    is_trial: bool

    @property
    def alike(self) -> list[CollegeSums]:
        """Return the colleges whose sums say how each of their members voted."""
        return [one for one in self.sums if voted_alike(one)]


def results_of(session: Session, vote: VoteSession, zone: str, trial: Trial = AS_SEALED) -> list[Decided]:
    """Return the decisions on texts of a closed vote, in the order of its questions; elections stand apart."""
    rules = rules_for(session, vote.assembly, zone)
    sealed, quorums = outcomes(session, vote.id), tried_quorums(session, vote, zone, trial.quorum)
    return [
        _decided(rules, question, sealed[question.id], trial, quorums)
        for question in vote.questions
        if question.id in sealed
    ]


def _decided(
    rules: StatuteRules, question: Question, outcome: Outcome, trial: Trial, quorums: Quorums
) -> Decided:
    carry, kind, sums = trial.carry or outcome.carry, question.resolution.kind, sealed_sums(outcome)
    result = ruled(result_of(rules, question, sums, carry), outcome.rulings or ())
    return Decided(
        question=question, outcome=outcome, sums=sums, carry=carry,
        result=under_quorum(result, quorums[kind]) if kind in quorums else result,
        is_trial=carry is not outcome.carry or kind in quorums,
    )  # fmt: skip


def sealed_sums(outcome: Outcome) -> list[CollegeSums]:
    """Return the sums as they were sealed at the closing."""
    return [_sums(one) for one in outcome.sums]


def _sums(stored: dict[str, Any]) -> CollegeSums:
    return CollegeSums(**{**stored, "weight": Fraction(stored["weight"])})
