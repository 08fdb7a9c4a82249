"""Record versions that are older than the program, with what is known of how they were passed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.proposals.events import HistoryRecorded
from collegial.proposals.models import GateDecision, GateOutcome, Proposal, TopicState, Version
from collegial.proposals.queries import (
    deciding_group,
    draft_of,
    held_proposal,
    next_passage,
    topics_before,
)
from collegial.proposals.rules import ContributionText, VersionText
from collegial.proposals.services.drafting import put_contribution, put_text
from collegial.proposals.services.gates import pass_on, put_decision


@dataclass(frozen=True, kw_only=True)
class PastDecision:
    """What is known of a past decision to pass; counts of zero and a day of None mean: not known.

    `topics` are the decisions on the topics of the passage, by key.
    """

    reasons: str
    decided_on: date | None = None
    topics: Mapping[str, str] = field(default_factory=dict)
    votes_for: int = 0
    votes_against: int = 0
    abstentions: int = 0


def record_frozen_version(
    context: Context,
    proposal: Proposal,
    *,
    stage: str,
    text: VersionText,
    contributions: Iterable[ContributionText] = (),
    decision: PastDecision | None = None,
) -> Version:
    """Write and freeze the present stage as it was in the past, and open the next stage as its copy.

    The gate is not weighed: what happened, happened. Only the program does this, when it loads a
    history. Raises Forbidden for a person, Refused for a stage out of order, Invalid when the topics of
    the passage are not those settled.
    """
    if not context.by.is_program:
        raise Forbidden(
            "proposals.history_by_program", t("Only a command of the program records past versions.")
        )
    proposal = held_proposal(context.session, proposal.id)
    version = draft_of(proposal)
    if version.stage != stage or next_passage(proposal) is None:
        raise Refused(
            "proposals.history_order",
            t("The proposal is at %(present)s: record that stage first.", present=version.stage),
        )
    put_text(context, version, text)
    for contribution in contributions:
        put_contribution(context, proposal, version, contribution)
    _settle(context, proposal, decision)
    if decision:
        put_decision(context, _decision(context, proposal, decision))
    context.emit(HistoryRecorded(proposal=proposal.slug, stage=stage, has_decision=decision is not None))
    pass_on(context, proposal, author=text.author)
    return version


def _settle(context: Context, proposal: Proposal, decision: PastDecision | None) -> None:
    topics = topics_before(proposal)
    settled = decision.topics if decision else {}
    if {topic.key for topic in topics} != set(settled):
        raise Invalid(
            "proposals.history_topics",
            t("A passage that was made has a decision on each of its topics, and no other."),
        )
    for topic in topics:
        topic.state, topic.decision = TopicState.SETTLED, settled[topic.key]
    context.session.flush()


def _decision(context: Context, proposal: Proposal, past: PastDecision) -> GateDecision:
    passage = next_passage(proposal)
    if passage is None:
        raise Refused("proposals.at_the_end", t("The proposal is at its last stage: no passage follows."))
    return GateDecision(
        proposal_id=proposal.id, from_stage=passage.from_stage, to_stage=passage.to_stage,
        group=deciding_group(context.session, passage), outcome=GateOutcome.PASSED, reasons=past.reasons,
        votes_for=past.votes_for, votes_against=past.votes_against, abstentions=past.abstentions,
        decided_on=past.decided_on, recorded_by=context.by.name,
    )  # fmt: skip
