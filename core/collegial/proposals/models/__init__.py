"""The tables of proposals."""

from collegial.proposals.models.frame import Mission, Pipeline, Priority, Proposal
from collegial.proposals.models.gates import GateDecision, GateOutcome, Topic, TopicState
from collegial.proposals.models.hearing import Contribution
from collegial.proposals.models.versions import Action, Attachment, Axis, Version, WorkingCopy

__all__ = [
    "Action",
    "Attachment",
    "Axis",
    "Contribution",
    "GateDecision",
    "GateOutcome",
    "Mission",
    "Pipeline",
    "Priority",
    "Proposal",
    "Topic",
    "TopicState",
    "Version",
    "WorkingCopy",
]
