"""The tables of proposals."""

from collegial.proposals.models.amendments import (
    Amendment,
    AmendmentKind,
    AmendmentRemark,
    AmendmentState,
    AmendmentSupport,
    RemarkMention,
)
from collegial.proposals.models.carrying import Adoption, CarryingState, CarryingStep
from collegial.proposals.models.following import Follower, MentionSilence
from collegial.proposals.models.frame import Mission, Pipeline, Priority, Proposal
from collegial.proposals.models.gates import (
    GateDecision,
    GateOutcome,
    GateRound,
    GateTask,
    GateVoice,
    Rollback,
    Stance,
    Topic,
    TopicDocument,
    TopicState,
)
from collegial.proposals.models.hearing import Contribution, Heard, Touch
from collegial.proposals.models.versions import Action, Attachment, Axis, Version, WorkingCopy
from collegial.proposals.models.withdrawing import ProposalWithdrawal

__all__ = [
    "Action",
    "Adoption",
    "Amendment",
    "AmendmentKind",
    "AmendmentRemark",
    "AmendmentState",
    "AmendmentSupport",
    "Attachment",
    "Axis",
    "CarryingState",
    "CarryingStep",
    "Contribution",
    "Follower",
    "GateDecision",
    "GateOutcome",
    "GateRound",
    "GateTask",
    "GateVoice",
    "Heard",
    "MentionSilence",
    "Mission",
    "Pipeline",
    "Priority",
    "Proposal",
    "ProposalWithdrawal",
    "RemarkMention",
    "Rollback",
    "Stance",
    "Topic",
    "TopicDocument",
    "TopicState",
    "Touch",
    "Version",
    "WorkingCopy",
]
