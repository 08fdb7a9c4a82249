"""Let the members of a group decide on a passage one by one, in the open: by vote, or by consent."""

from sqlalchemy import select

from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.proposals.events import RoundClosed, RoundOpened
from collegial.proposals.models import (
    GateDecision,
    GateOutcome,
    GateRound,
    GateVoice,
    Proposal,
    Stance,
)
from collegial.proposals.permissions import DECIDE
from collegial.proposals.queries import Check, deciding_group, held_proposal, next_passage
from collegial.proposals.queries import open_round as round_now
from collegial.proposals.rules import Count, PassageRule, Way
from collegial.proposals.services.gates import decide_gate, passage_seen, require_decider, require_ripe


def open_round(
    context: Context, proposal: Proposal, *, check: Check, to_stage: str | None = None
) -> GateRound:
    """Open a round on the next passage.

    `check` asks a module for the verdict on its condition. Raises Refused while something is missing at the gate or
    a round is open, or without a group.
    """
    require(context.by, DECIDE)
    proposal = held_proposal(context.session, proposal.id)
    passage = passage_seen(proposal, to_stage)
    group = deciding_group(context.session, passage)
    require_decider(context, passage, group)
    if group is None:
        raise Refused("proposals.no_round", t("This passage names no group: record its decision directly."))
    require_ripe(context, proposal, check)
    row = GateRound(
        proposal_id=proposal.id, to_stage=passage.to_stage, opened_at=context.clock.now(),
        opened_by=context.by.name[:200],
    )  # fmt: skip
    with or_refuse(
        context.session, Refused("proposals.round_open", t("A round is already open: take part in it."))
    ):
        context.session.add(row)
    context.emit(RoundOpened(proposal=proposal.slug, to_stage=passage.to_stage))
    return row


def take_part(context: Context, proposal: Proposal, stance: Stance, reasons: str = "") -> GateVoice:
    """Say one's stance in the open round, or change it; an objection needs its reasons.

    Raises Forbidden outside the group, Refused without an open round.
    """
    require(context.by, DECIDE)
    proposal, passage, row = _hold(context, proposal)
    if context.by.actor_id is None:
        raise Forbidden(
            "proposals.nobody",
            t("Your account stands for nobody in the directory. Ask the staff to link it."),
        )
    if passage.way is Way.CONSENT and stance is Stance.AGAINST and not reasons.strip():
        raise Invalid("proposals.objection", t("Write why you object."), field="reasons")
    voice = context.session.scalars(
        select(GateVoice).where(GateVoice.round_id == row.id, GateVoice.actor_id == context.by.actor_id)
    ).one_or_none()
    if voice is None:
        voice = GateVoice(round_id=row.id, actor_id=context.by.actor_id)
        context.session.add(voice)
    voice.stance, voice.reasons, voice.said_at = stance, reasons.strip() or None, context.clock.now()
    context.session.flush()
    context.session.expire(row, ["voices"])
    return voice


def close_round(
    context: Context,
    proposal: Proposal,
    *,
    reasons: str,
    check: Check,
    tasks: tuple[str, ...] = (),
    carries_over: bool = False,
) -> GateDecision:
    """Close the round and record what it decides; raises what `decide_gate` does, and the round stays open.

    Raises Refused where nobody has answered.
    """
    require(context.by, DECIDE)
    proposal, passage, row = _hold(context, proposal)
    count = count_of(row)
    if count.cast == 0:
        raise Refused(
            "proposals.round_unanswered",
            t("Nobody has answered yet: wait for an answer, or break the round off."),
        )
    outcome = GateOutcome.PASSED if count.carries(passage.way) else GateOutcome.SENT_BACK
    row.closed_at = context.clock.now()
    context.session.flush()
    context.emit(RoundClosed(proposal=proposal.slug, to_stage=row.to_stage, is_decided=True))
    return decide_gate(
        context, proposal, outcome=outcome, reasons=reasons, count=count, check=check,
        to_stage=row.to_stage, tasks=tasks, carries_over=carries_over,
    )  # fmt: skip


def break_round_off(context: Context, proposal: Proposal) -> None:
    """Close the round without a decision; what was said stays readable."""
    require(context.by, DECIDE)
    proposal, _, row = _hold(context, proposal)
    row.closed_at = context.clock.now()
    context.session.flush()
    context.emit(RoundClosed(proposal=proposal.slug, to_stage=row.to_stage, is_decided=False))


def count_of(row: GateRound) -> Count:
    """Count the voices of a round."""
    said = [one.stance for one in row.voices]
    return Count(
        votes_for=said.count(Stance.FOR),
        against=said.count(Stance.AGAINST),
        abstentions=said.count(Stance.ABSTAIN),
    )


def _hold(context: Context, proposal: Proposal) -> tuple[Proposal, PassageRule, GateRound]:
    proposal = held_proposal(context.session, proposal.id)
    row, passage = round_now(context.session, proposal), next_passage(proposal)
    if row is None or passage is None:
        raise Refused("proposals.no_open_round", t("No round is open. Reload the page to see the decision."))
    require_decider(context, passage, deciding_group(context.session, passage))
    return proposal, passage, row
