"""The rules of proposals, pure: the pipeline as a document, the state of a gate, the seal of a version."""

from collegial.proposals.rules.content import (
    ActionText,
    AxisText,
    ContributionText,
    Origin,
    VersionText,
    version_digest,
)
from collegial.proposals.rules.gate import (
    ConditionStanding,
    GateState,
    Requirement,
    RequirementKind,
    TopicStanding,
    check_count,
    gate_state,
)
from collegial.proposals.rules.pipeline import (
    ContributionKind,
    ContributionRule,
    PassageRule,
    PipelineRules,
    Stage,
    TopicRule,
    parse_pipeline,
    pipeline_document,
)
from collegial.proposals.rules.reading import InvalidPipeline, PipelineError

__all__ = [
    "ActionText",
    "AxisText",
    "ConditionStanding",
    "ContributionKind",
    "ContributionRule",
    "ContributionText",
    "GateState",
    "InvalidPipeline",
    "Origin",
    "PassageRule",
    "PipelineError",
    "PipelineRules",
    "Requirement",
    "RequirementKind",
    "Stage",
    "TopicRule",
    "TopicStanding",
    "VersionText",
    "check_count",
    "gate_state",
    "parse_pipeline",
    "pipeline_document",
    "version_digest",
]
