"""Results as pages and minutes print them: one computation, from the sums that were sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from collegial.assemblies.queries.meetings import rules_for
from collegial.statutes.rules import Carry
from collegial.votes.models import Outcome, Question, VoteSession
from collegial.votes.queries import outcomes, result_of
from collegial.votes.rules import CollegeSums, Result
from collegial.votes.rules.demands import ruled


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A question with its sums and its result; `is_trial` marks another carry rule than the statutes'."""

    question: Question
    outcome: Outcome
    sums: Sequence[CollegeSums]
    result: Result
    carry: Carry
    is_trial: bool


def results_of(session: Session, vote: VoteSession, zone: str, trial: Carry | None = None) -> list[Decided]:
    """Return the decisions on texts of a closed vote, in the order of its questions; elections stand apart."""
    rules = rules_for(session, vote.assembly, zone)
    sealed = outcomes(session, vote.id)
    return [
        Decided(
            question=question,
            outcome=sealed[question.id],
            sums=(sums := sealed_sums(sealed[question.id])),
            result=ruled(
                result_of(rules, question, sums, trial or sealed[question.id].carry),
                sealed[question.id].rulings or (),
            ),
            carry=trial or sealed[question.id].carry,
            is_trial=trial is not None and trial is not sealed[question.id].carry,
        )
        for question in vote.questions
        if question.id in sealed
    ]


def sealed_sums(outcome: Outcome) -> list[CollegeSums]:
    """Return the sums as they were sealed at the closing."""
    return [_sums(one) for one in outcome.sums]


def _sums(stored: dict[str, Any]) -> CollegeSums:
    return CollegeSums(**{**stored, "weight": Fraction(stored["weight"])})
