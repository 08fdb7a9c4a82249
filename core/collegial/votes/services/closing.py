"""Close a vote and count it by the statutes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from collegial.assemblies.queries.meetings import rules_for
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.fractions import show_fraction
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.statutes.rules import Carry, StatuteRules
from collegial.votes.asking import Asked, asked
from collegial.votes.demands import rulings_on
from collegial.votes.electing import Counted, count_elections
from collegial.votes.events import ElectionCounted, ResolutionDecided, VoteClosed
from collegial.votes.models import (
    ElectionOutcome,
    Outcome,
    SessionState,
    VoteSession,
)
from collegial.votes.permissions import PRESIDE
from collegial.votes.queries import (
    count,
    last_cast,
    locked_session,
    result_of,
)
from collegial.votes.rules import CollegeSums
from collegial.votes.rules.demands import ruled
from collegial.votes.rules.explanation import written_tally
from collegial.votes.services.absent import enter_absent
from collegial.votes.services.casting import check_open_protocol
from collegial.votes.services.pausing import end_pause
from collegial.votes.services.room import check_room_counted


def close_vote(context: Context, vote_id: int) -> VoteSession:
    """Close a vote and count it by the assembly's statutes; whoever was acknowledged before is counted.

    Those who vote by correspondence enter the board first.
    """
    require(context.by, PRESIDE)
    vote = locked_session(context.session, vote_id)
    check_open_protocol(vote)
    if vote.state is not SessionState.OPEN:
        raise Refused("votes.not_open", t("This vote is not open."))
    check_room_counted(context, vote)
    end_pause(context, vote)
    enter_absent(context, vote)
    last = last_cast(context.session, vote.id) or vote.opened_at or context.clock.now()
    vote.closed_at = max(context.clock.now(), last)  # the clock may be set back
    vote.state = SessionState.CLOSED
    context.session.flush()  # the count reads the attendance at the closing
    context.emit(VoteClosed(vote=vote.id, lines=vote.board_length, head=vote.board_head))
    _count(context, vote)
    return vote


def _count(context: Context, vote: VoteSession) -> None:
    rules = rules_for(context.session, vote.assembly, context.zone)
    asks = asked(context.session, context.methods, vote.questions)
    texts = [one for one in asks if not one.elects]
    seal_outcomes(context, vote, rules, count(context.session, vote, rules, texts))
    _count_elections(context, vote, rules, [one for one in asks if one.elects])


def _count_elections(context: Context, vote: VoteSession, rules: StatuteRules, asks: Sequence[Asked]) -> None:
    if asks:
        seal_elections(context, asks, count_elections(context.session, vote, rules, asks))


def seal_elections(context: Context, asks: Sequence[Asked], counts: Mapping[int, Counted]) -> None:
    """Write down the results of elections that are counted."""
    for question_id, counted in counts.items():
        one = next(one for one in asks if one.question.id == question_id)
        context.session.add(
            ElectionOutcome(
                question_id=question_id, elected=list(counted.tally.elected),
                explanation=written_tally(one.method, counted.tally), members=counted.members,
                attending=counted.attending, papers=counted.papers, void=counted.void, counted_at=context.clock.now(),
            )
        )  # fmt: skip
        context.emit(
            ElectionCounted(
                resolution=one.question.resolution_id,
                elected=len(counted.tally.elected),
                seats=one.poll.seats,
            )
        )


def seal_outcomes(
    context: Context, vote: VoteSession, rules: StatuteRules, sums: Mapping[int, Sequence[CollegeSums]]
) -> None:
    """Decide each text that has sums by the statutes, and write the results down."""
    for question in [one for one in vote.questions if one.id in sums]:
        rulings = rulings_on(context, rules, question.resolution.kind, sums[question.id])
        decided = ruled(result_of(rules, question, sums[question.id]), rulings)
        context.session.add(
            Outcome(
                question_id=question.id, adopted=decided.adopted, for_share=decided.for_share,
                carry=rules.carry if rules.colleges else Carry.HEADS, threshold=decided.threshold,
                sums=[stored(one) for one in sums[question.id]], rulings=rulings, counted_at=context.clock.now(),
            )
        )  # fmt: skip
        share = None if decided.for_share is None else show_fraction(decided.for_share)
        context.emit(
            ResolutionDecided(resolution=question.resolution_id, adopted=decided.adopted, share=share)
        )


def stored(sums: CollegeSums) -> dict[str, object]:
    """Return the sums of a college as they are kept."""
    return {**asdict(sums), "weight": show_fraction(sums.weight)}
