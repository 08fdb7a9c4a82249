"""The tables of proposals."""

from collegial.proposals.models.amendments import (
    Amendment,
    AmendmentKind,
    AmendmentRemark,
    AmendmentState,
    AmendmentSupport,
)
from collegial.proposals.models.frame import Mission, Pipeline, Priority, Proposal
from collegial.proposals.models.gates import GateDecision, GateOutcome, Topic, TopicState
from collegial.proposals.models.hearing import Contribution, Heard, Touch
from collegial.proposals.models.versions import Action, Attachment, Axis, Version, WorkingCopy

__all__ = [
    "Action",
    "Amendment",
    "AmendmentKind",
    "AmendmentRemark",
    "AmendmentState",
    "AmendmentSupport",
    "Attachment",
    "Axis",
    "Contribution",
    "GateDecision",
    "GateOutcome",
    "Heard",
    "Mission",
    "Pipeline",
    "Priority",
    "Proposal",
    "Topic",
    "TopicState",
    "Touch",
    "Version",
    "WorkingCopy",
]
