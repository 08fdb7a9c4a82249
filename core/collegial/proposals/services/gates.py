"""Decide on a passage, and let a proposal pass."""

from collections.abc import Sequence

from collegial.groups.models import Group
from collegial.groups.queries import group_size
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import Text, nt, t
from collegial.proposals.events import (
    GatePassed,
    GateSentBack,
    GateTaskDone,
    VersionFrozen,
)
from collegial.proposals.models import (
    GateDecision,
    GateOutcome,
    GateTask,
    Proposal,
    Version,
)
from collegial.proposals.permissions import DECIDE, WRITE
from collegial.proposals.queries import (
    Check,
    content_of,
    contribution_text,
    deciding_group,
    digest_of,
    draft_of,
    gate_of,
    held_proposal,
    may_decide,
    next_passage,
    no_such_group,
    open_round,
    text_of,
)
from collegial.proposals.rules import (
    NO_COUNT,
    Count,
    GateState,
    PassageRule,
    VersionText,
    check_count,
    contribution_document,
)
from collegial.proposals.services.attaching import carry_attachments
from collegial.proposals.services.drafting import open_stage
from collegial.proposals.services.keeping import forget_copies
from collegial.proposals.services.merging import merge_accepted
from collegial.proposals.services.unanswered import carry_over, require_answered


def decide_gate(
    context: Context,
    proposal: Proposal,
    *,
    outcome: GateOutcome,
    reasons: str,
    count: Count | None = None,
    check: Check,
    to_stage: str | None = None,
    tasks: Sequence[str] = (),
    carries_over: bool = False,
) -> GateDecision:
    """Record what the group decided; passing freezes the draft and opens the next stage as its copy.

    `to_stage` is the passage that the decider saw: when someone else let it pass meanwhile, this is
    refused. `check` asks a module for the verdict on its condition; `tasks` are what to do before a version
    that is sent back comes again; what is unanswered goes on with the text where the group `carries_over`,
    and is refused otherwise. A group decides by count; where the pipeline names none, whoever holds the
    right decides alone, without one. Raises Forbidden for anyone outside the group, Refused when something is
    missing or a round is open, Invalid for counts that do not bear the outcome or no reasons.
    """
    require(context.by, DECIDE)
    proposal = held_proposal(context.session, proposal.id)
    passage = passage_seen(proposal, to_stage)
    decision = _decided(context, proposal, passage, outcome=outcome, reasons=reasons, count=count)
    is_passing = outcome is GateOutcome.PASSED
    if is_passing:
        require_ripe(context, proposal, check)
        require_answered(context, proposal, carries_over=carries_over)
    put_decision(context, decision)
    _give_tasks(context, decision, tasks)
    _tell(context, proposal, passage, decision)
    if is_passing:
        pass_on(context, proposal, author=decision.group.name if decision.group else context.by.name)
    return decision


def _decided(
    context: Context,
    proposal: Proposal,
    passage: PassageRule,
    *,
    outcome: GateOutcome,
    reasons: str,
    count: Count | None,
) -> GateDecision:
    """Write down what those who may decide here have decided; nothing is stored yet."""
    group = deciding_group(context.session, passage)
    require_decider(context, passage, group)
    _require_no_round(context, proposal)
    words = words_in(reasons, t("Write the reasons of the decision."), field="reasons")
    size = size_today(context, group)
    check_group_count(passage, size, count, is_passing=outcome is GateOutcome.PASSED)
    made = count or NO_COUNT
    return GateDecision(
        proposal_id=proposal.id, from_stage=passage.from_stage, to_stage=passage.to_stage,
        group=group, outcome=outcome, reasons=words, votes_for=made.votes_for, votes_against=made.against,
        abstentions=made.abstentions, group_size=size, decided_on=context.today, recorded_by=context.by.name,
    )  # fmt: skip


def size_today(context: Context, group: Group | None) -> int | None:
    """Return how many are in the group that decides today; None without a group."""
    return group_size(context.session, group, context.today) if group else None


def check_group_count(
    passage: PassageRule, size: int | None, count: Count | None, *, is_passing: bool
) -> None:
    """Raise Invalid for a count that a group of this size cannot have made, or that does not bear the outcome.

    Without a group nobody is counted, and no count is needed.
    """
    if size is None and count is None:
        return
    check_count(
        count or NO_COUNT, is_passing=is_passing, way=passage.way, quorum=passage.quorum, group_size=size
    )


def _require_no_round(context: Context, proposal: Proposal) -> None:
    if open_round(context.session, proposal) is not None:
        raise Refused(
            "proposals.round_open", t("A round of the group is open on this passage: close it first.")
        )


def _tell(context: Context, proposal: Proposal, passage: PassageRule, decision: GateDecision) -> None:
    kind = GatePassed if decision.outcome is GateOutcome.PASSED else GateSentBack
    context.emit(
        kind(
            proposal=proposal.slug, from_stage=passage.from_stage, to_stage=passage.to_stage,
            group=passage.group, votes_for=decision.votes_for, votes_against=decision.votes_against,
            abstentions=decision.abstentions, group_size=decision.group_size,
        )
    )  # fmt: skip


def finish_task(context: Context, task: GateTask) -> None:
    """Say that a task of a version that was sent back is done; a second time changes nothing."""
    require(context.by, WRITE)
    held_proposal(context.session, task.decision.proposal_id)
    if task.done_at is not None:
        return
    task.done_at, task.done_by = context.clock.now(), context.by.name[:200]
    context.session.flush()
    context.emit(GateTaskDone(proposal=task.decision.proposal.slug, task=task.id, title=task.title))


def _give_tasks(context: Context, decision: GateDecision, tasks: Sequence[str]) -> None:
    titles = [title for one in tasks if (title := one.strip()[:300])]
    if decision.outcome is GateOutcome.PASSED and titles:
        raise Invalid(
            "proposals.tasks_of_passage", t("Only a version that is sent back is given tasks."), field="tasks"
        )
    decision.tasks = [GateTask(title=title) for title in titles]
    context.session.flush()


def put_decision(context: Context, decision: GateDecision) -> None:
    """Store a decision; raise Refused when its passage was let pass by someone else at the same time."""
    with or_refuse(context.session, _already_passed(decision.to_stage)):
        context.session.add(decision)
    context.session.expire(decision.proposal, ["decisions"])


def pass_on(context: Context, proposal: Proposal, *, author: str) -> Version:
    """Freeze the draft with its digest and open the next stage as a copy of it."""
    draft, passage = draft_of(proposal), next_passage(proposal)
    if passage is None:
        raise _at_the_end()
    axes = content_of(context.session, draft)
    forget_copies(context, draft)
    digest = digest_of(proposal, draft, axes)
    draft.frozen_at, draft.digest = context.clock.now(), digest
    context.session.flush()  # one draft at a time: this one ends before the next begins
    heard = [contribution_document(contribution_text(row)) for row in draft.contributions]
    context.emit(VersionFrozen(proposal=proposal.slug, stage=draft.stage, digest=digest, contributions=heard))
    said = text_of(draft, axes)
    copy = VersionText(summary=said.summary, author=author, dated_on=context.today, axes=said.axes)
    opened = open_stage(context, proposal, passage.to_stage, copy)
    carry_attachments(context, draft, opened)
    merge_accepted(context, proposal, opened)
    carry_over(context, proposal, opened)
    held_proposal(context.session, proposal.id)  # its lists now hold the new version and topics
    return opened


def require_decider(context: Context, passage: PassageRule, group: Group | None) -> None:
    """Let pass a member, today, of the group that decides; raise Forbidden for anyone else."""
    if passage.group is not None and group is None:
        raise Refused("proposals.no_group", no_such_group(passage.group))
    if may_decide(context.session, context.by, group, context.today):
        return
    name = group.name if group else ""
    raise Forbidden(
        "proposals.not_in_group", t("Only the members of “%(group)s” decide this passage.", group=name)
    )


def passage_seen(proposal: Proposal, to_stage: str | None) -> PassageRule:
    """Return the next passage, if it is still the one that was seen; raise Refused otherwise."""
    passage = next_passage(proposal)
    if to_stage is not None and (passage is None or passage.to_stage != to_stage):
        raise _already_passed(to_stage)
    if passage is None:
        raise _at_the_end()
    return passage


def _already_passed(to_stage: str) -> Refused:
    return Refused(
        "proposals.already_passed",
        t(
            "The passage to %(stage)s is already made. Reload the page to see where the proposal is.",
            stage=to_stage,
        ),
    )


def _at_the_end() -> Refused:
    return Refused("proposals.at_the_end", t("The proposal is at its last stage: no passage follows."))


def require_ripe(context: Context, proposal: Proposal, check: Check) -> None:
    """Let pass what has a content, at a gate where nothing is missing."""
    gate = gate_of(context.session, proposal, check, day=context.today)
    if gate and not gate.state.is_open:
        raise Refused("proposals.gate_shut", _what_is_missing(gate.state))


def _what_is_missing(state: GateState) -> Text:
    return nt(
        "The gate stays shut, one thing is missing. %(first)s",
        "The gate stays shut, %(count)d things are missing. The first: %(first)s",
        len(state.missing),
        first=state.missing[0].detail,
    )


def words_in(written: str, wanted: Text, *, field: str) -> str:
    """Return what was written; raise Invalid at its field when it is nothing."""
    if not written.strip():
        raise Invalid(f"proposals.no_{field}", wanted, field=field)
    return written.strip()
