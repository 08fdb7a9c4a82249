"""Change what an open round says, or call it off before anything is paid."""

from collections.abc import Sequence
from datetime import date

from collegial.plugin import Context, Invalid, Refused, promise, require, t
from collegial_finance.permissions import LEAD_ROUNDS
from collegial_finance.rereading import check_seen
from collegial_finance.rounds import queries
from collegial_finance.rounds.events import RoundCancelled, RoundChanged
from collegial_finance.rounds.models import FundingRound, RoundChange, RoundState
from collegial_finance.rounds.rules import PledgeState
from collegial_finance.rounds.services.holding import check_open, let_lapse, locked_round

TELL = "finance.tell_funder"


def change_round(
    context: Context,
    *,
    round_id: int,
    title: str,
    need: str,
    closes_on: date,
    reason: str,
    seen: int | None = None,
) -> FundingRound:
    """Change the title, the need or the last day, until that day; what was said before is kept, with the reason.

    `seen` is how often the round had changed for its writer. Raises Refused and Invalid.
    """
    require(context.by, LEAD_ROUNDS)
    found = locked_round(context, round_id)
    check_open(context, found)
    check_seen(seen, len(found.changes))
    if (title, need, closes_on) == (found.title, found.need, found.closes_on):
        raise Invalid("finance.round_unchanged", t("Nothing of the round is changed."))
    if closes_on < context.today:
        raise Invalid("finance.round_closes_on", t("A round closes today or later."), field="closes_on")
    found.changes.append(
        RoundChange(
            title=found.title, need=found.need, closes_on=found.closes_on, reason=reason,
            changed_at=context.clock.now(),
        )
    )  # fmt: skip
    found.title, found.need, found.closes_on = title, need, closes_on
    context.session.flush()
    context.emit(RoundChanged(round=found.id))
    _tell(context, found, [one.id for one in queries.at_the_table(found)])
    return found


def cancel_round(context: Context, *, round_id: int, reason: str) -> FundingRound:
    """Call a round off while nothing is paid: its pledges lapse. Raises Refused."""
    require(context.by, LEAD_ROUNDS)
    found = locked_round(context, round_id)
    if (refusal := hindrance(found)) is not None:
        raise refusal
    seated = [one.id for one in queries.at_the_table(found)]
    let_lapse(context, found)
    found.state, found.ended_on, found.reason = RoundState.CANCELLED, context.today, reason
    context.session.flush()
    context.emit(RoundCancelled(round=found.id))
    _tell(context, found, seated)
    return found


def _tell(context: Context, found: FundingRound, funders: Sequence[int]) -> None:
    """Promise a letter to each of some funders: most have no account, and hear of a round in no other way."""
    for one in funders:
        told = {"round": found.id, "funder": one, "state": found.state.value}
        promise(context.session, TELL, told, at=context.clock.now())


def hindrance(found: FundingRound) -> Refused | None:
    """Return why a round cannot be called off; None where it can."""
    if found.state is not RoundState.OPEN:
        return Refused("finance.round_over", t("This round has ended."))
    if any(one.state is PledgeState.PAID for one in found.pledges):
        return Refused(
            "finance.round_paid", t("A pledge was paid: the round runs to its end, where its rule decides.")
        )
    return None
