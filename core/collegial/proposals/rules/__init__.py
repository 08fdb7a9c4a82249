"""The rules of proposals, pure: the pipeline as a document, the state of a gate, the seal of a version."""

from collegial.proposals.rules.content import (
    ActionText,
    AxisText,
    ContributionText,
    HeardText,
    Origin,
    VersionText,
    version_digest,
)
from collegial.proposals.rules.documents import (
    contribution_document,
    read_contribution,
    read_version,
    version_document,
)
from collegial.proposals.rules.gate import (
    ConditionStanding,
    Count,
    GateState,
    Requirement,
    RequirementKind,
    TopicStanding,
    check_count,
    gate_state,
    needed_for_quorum,
)
from collegial.proposals.rules.merging import Conflict, Merged, merge, merge_fields
from collegial.proposals.rules.pipeline import (
    ContributionKind,
    ContributionRule,
    PassageRule,
    PipelineRules,
    Stage,
    TopicRule,
    Way,
    parse_pipeline,
    pipeline_document,
)
from collegial.proposals.rules.reading import InvalidPipeline, PipelineError
from collegial.proposals.rules.wording import Mark, Piece, mark_words

__all__ = [
    "ActionText",
    "AxisText",
    "ConditionStanding",
    "Conflict",
    "ContributionKind",
    "ContributionRule",
    "ContributionText",
    "Count",
    "GateState",
    "HeardText",
    "InvalidPipeline",
    "Mark",
    "Merged",
    "Origin",
    "PassageRule",
    "Piece",
    "PipelineError",
    "PipelineRules",
    "Requirement",
    "RequirementKind",
    "Stage",
    "TopicRule",
    "TopicStanding",
    "VersionText",
    "Way",
    "check_count",
    "contribution_document",
    "gate_state",
    "mark_words",
    "merge",
    "merge_fields",
    "needed_for_quorum",
    "parse_pipeline",
    "pipeline_document",
    "read_contribution",
    "read_version",
    "version_digest",
    "version_document",
]
