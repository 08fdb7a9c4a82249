"""Read where a proposal stands: its pipeline, its versions, the passage before it, who was heard."""

from collections import Counter
from collections.abc import Mapping

from collegial.proposals.models import GateDecision, GateOutcome, GateTask, Proposal, Topic, Version
from collegial.proposals.rules import PassageRule, PipelineRules, parse_pipeline


def rules_of(proposal: Proposal) -> PipelineRules:
    """Return the pipeline that a proposal started with."""
    return parse_pipeline(proposal.pipeline.document)


def draft_of(proposal: Proposal) -> Version:
    """Return the version that is being written: always the last one."""
    return proposal.versions[-1]


def version_at(proposal: Proposal, stage: str) -> Version | None:
    """Return the version of a stage; None when the proposal has not come to it."""
    return next((version for version in proposal.versions if version.stage == stage), None)


def decisions_on(proposal: Proposal, stage: str) -> list[GateDecision]:
    """Return what was decided on leaving a stage, in order."""
    return [decision for decision in proposal.decisions if decision.from_stage == stage]


def passed_on(proposal: Proposal, stage: str) -> GateDecision | None:
    """Return the decision that let a stage be left."""
    return next((one for one in decisions_on(proposal, stage) if one.outcome is GateOutcome.PASSED), None)


def next_passage(proposal: Proposal) -> PassageRule | None:
    """Return the passage that leaves the present stage; None at the last stage."""
    return rules_of(proposal).passage_from(draft_of(proposal).stage)


def topics_before(proposal: Proposal) -> list[Topic]:
    """Return the topics of the next passage."""
    stage = draft_of(proposal).stage
    return [topic for topic in proposal.topics if topic.from_stage == stage]


def open_tasks(proposal: Proposal) -> list[GateTask]:
    """Return what is still to do since the present version was sent back."""
    stage = draft_of(proposal).stage
    return [task for one in decisions_on(proposal, stage) for task in one.tasks if task.done_at is None]


def views_by_kind(proposal: Proposal) -> Mapping[str, int]:
    """Return how many persons were heard, by kind of contribution, in the order of the pipeline."""
    heard: Counter[str] = Counter()
    for version in proposal.versions:
        for row in version.contributions:
            heard[row.kind] += row.views
    known = [kind.key for kind in rules_of(proposal).kinds]
    order = [*known, *sorted(set(heard) - set(known))]  # kinds of modules come after the pipeline's
    return {key: heard[key] for key in order if key in heard}


def views_by_family(proposal: Proposal) -> Mapping[str | None, int]:
    """Return how many persons were heard, by family of actors; None where it was not noted."""
    heard: Counter[str | None] = Counter()
    for row in (row for version in proposal.versions for row in version.contributions):
        for one in row.heard:
            heard[one.family] += one.number
        heard[None] += row.views - sum(one.number for one in row.heard)
    return {family: number for family, number in heard.items() if number}
