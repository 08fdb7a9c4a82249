"""What happens to proposals."""

from dataclasses import dataclass
from typing import Any

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class PrioritiesSet(Event):
    """The deployment's priorities were set."""

    key = "proposals.priorities_set"
    sentence = t("The priorities were set: %(number)s in all.")
    number: int
    keys: list[str]


@dataclass(frozen=True, kw_only=True)
class MissionsSet(Event):
    """The deployment's missions were set."""

    key = "proposals.missions_set"
    sentence = t("The missions were set: %(number)s in all.")
    number: int
    keys: list[str]


@dataclass(frozen=True, kw_only=True)
class PipelineRecorded(Event):
    """A pipeline was recorded; proposals under way keep theirs."""

    key = "proposals.pipeline_recorded"
    sentence = t("The pipeline %(pipeline)s was recorded, revision %(revision)s.")
    pipeline: str
    revision: int


@dataclass(frozen=True, kw_only=True)
class ProposalStarted(Event):
    """A proposal was started."""

    key = "proposals.started"
    sentence = t("The proposal %(proposal)s was started at the stage %(stage)s.")
    proposal: str
    stage: str


@dataclass(frozen=True, kw_only=True)
class ProposalDescribed(Event):
    """What a proposal is about, and who may read it, was changed."""

    key = "proposals.described"
    sentence = t("The description of the proposal %(proposal)s was changed.")
    proposal: str
    title: str
    is_public: bool


@dataclass(frozen=True, kw_only=True)
class VersionWritten(Event):
    """The whole content of a draft was written; `content` is as `rules.version_document` writes it."""

    key = "proposals.version_written"
    sentence = t("The draft %(stage)s of the proposal %(proposal)s was written.")
    proposal: str
    stage: str
    content: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class StageOpened(Event):
    """The draft of a stage was opened with a first content."""

    key = "proposals.stage_opened"
    sentence = t("The draft %(stage)s of the proposal %(proposal)s was opened.")
    proposal: str
    stage: str
    content: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class FactsWritten(Event):
    """The first lines of a draft were written; `content` has no axes."""

    key = "proposals.facts_written"
    sentence = t("The summary of the draft %(stage)s of the proposal %(proposal)s was written.")
    proposal: str
    stage: str
    content: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class AxisWritten(Event):
    """An axis of a draft was written; a new one stands last."""

    key = "proposals.axis_written"
    sentence = t("An axis of the draft %(stage)s of the proposal %(proposal)s was written: %(title)s")
    proposal: str
    stage: str
    axis: str
    title: str
    text: str | None


@dataclass(frozen=True, kw_only=True)
class ActionWritten(Event):
    """An action of a draft was written; one that is new in its axis stands last there."""

    key = "proposals.action_written"
    sentence = t("An action of the draft %(stage)s of the proposal %(proposal)s was written: %(title)s")
    proposal: str
    stage: str
    axis: str
    title: str
    content: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class PieceRemoved(Event):
    """An axis or an action was taken out of a draft."""

    key = "proposals.piece_removed"
    sentence = t("“%(title)s” was taken out of the draft %(stage)s of the proposal %(proposal)s.")
    proposal: str
    stage: str
    piece: str
    title: str


@dataclass(frozen=True, kw_only=True)
class DraftOrdered(Event):
    """The axes and actions of a draft were put in another order: `outline` pairs axes and actions by key."""

    key = "proposals.draft_ordered"
    sentence = t("The draft %(stage)s of the proposal %(proposal)s was put in another order.")
    proposal: str
    stage: str
    outline: list[list[Any]]


@dataclass(frozen=True, kw_only=True)
class FileAttached(Event):
    """A file was attached to an action of a draft."""

    key = "proposals.file_attached"
    sentence = t("A file was attached to the draft %(stage)s of the proposal %(proposal)s.")
    proposal: str
    stage: str
    action: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class FileDetached(Event):
    """A file was taken away from an action of a draft."""

    key = "proposals.file_detached"
    sentence = t("A file was taken out of the draft %(stage)s of the proposal %(proposal)s.")
    proposal: str
    stage: str
    action: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class ContributionAdded(Event):
    """A contribution was recorded."""

    key = "proposals.contribution_added"
    sentence = t("A contribution to %(stage)s of the proposal %(proposal)s was recorded.")
    proposal: str
    stage: str
    kind: str
    views: int


@dataclass(frozen=True, kw_only=True)
class ContributionChanged(Event):
    """A contribution to a draft was changed."""

    key = "proposals.contribution_changed"
    sentence = t("A contribution to %(stage)s of the proposal %(proposal)s was changed.")
    proposal: str
    stage: str
    contribution: int
    kind: str
    views: int


@dataclass(frozen=True, kw_only=True)
class ContributionRemoved(Event):
    """A contribution was taken out of a draft."""

    key = "proposals.contribution_removed"
    sentence = t("A contribution to %(stage)s of the proposal %(proposal)s was taken out.")
    proposal: str
    stage: str
    contribution: int


@dataclass(frozen=True, kw_only=True)
class HeardNameErased(Event):
    """The name of someone who was heard was erased; the rest of the contribution stays."""

    key = "proposals.heard_name_erased"
    sentence = t("A name was erased from a contribution to %(stage)s of the proposal %(proposal)s.")
    proposal: str
    stage: str
    contribution: int


@dataclass(frozen=True, kw_only=True)
class TopicSettled(Event):
    """A topic of a gate was settled."""

    key = "proposals.topic_settled"
    sentence = t(
        "The topic “%(title)s” of the passage to %(to_stage)s of the proposal %(proposal)s was settled."
    )
    proposal: str
    to_stage: str
    topic: str
    title: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class TopicReopened(Event):
    """A topic was opened again; the decision that had settled it is kept here."""

    key = "proposals.topic_reopened"
    sentence = t(
        "The topic “%(title)s” of the passage to %(to_stage)s of the proposal %(proposal)s was opened again."
    )
    proposal: str
    to_stage: str
    topic: str
    title: str
    decision: str
    reasons: str


@dataclass(frozen=True, kw_only=True)
class VersionFrozen(Event):
    """A version was frozen with its digest."""

    key = "proposals.version_frozen"
    sentence = t("The version %(stage)s of the proposal %(proposal)s was frozen.")
    proposal: str
    stage: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class GatePassed(Event):
    """A group let a proposal pass."""

    key = "proposals.gate_passed"
    sentence = t("The proposal %(proposal)s passed from %(from_stage)s to %(to_stage)s.")
    proposal: str
    from_stage: str
    to_stage: str
    group: str | None
    votes_for: int
    votes_against: int
    abstentions: int


@dataclass(frozen=True, kw_only=True)
class GateSentBack(Event):
    """A group sent a proposal back."""

    key = "proposals.gate_sent_back"
    sentence = t("The proposal %(proposal)s was sent back: it stays at %(from_stage)s.")
    proposal: str
    from_stage: str
    to_stage: str
    group: str | None
    votes_for: int
    votes_against: int
    abstentions: int


@dataclass(frozen=True, kw_only=True)
class HistoryRecorded(Event):
    """A version that is older than the program was recorded, with what is known of its passage."""

    key = "proposals.history_recorded"
    sentence = t("The past version %(stage)s of the proposal %(proposal)s was recorded.")
    proposal: str
    stage: str
    has_decision: bool


@dataclass(frozen=True, kw_only=True)
class AmendmentWritten(Event):
    """An amendment to a draft was suggested."""

    key = "proposals.amendment_written"
    sentence = t("The amendment %(amendment)s to %(stage)s of the proposal %(proposal)s was suggested.")
    proposal: str
    stage: str
    amendment: int


@dataclass(frozen=True, kw_only=True)
class AmendmentWithdrawn(Event):
    """An amendment was withdrawn by its author."""

    key = "proposals.amendment_withdrawn"
    sentence = t("The amendment %(amendment)s to the proposal %(proposal)s was withdrawn.")
    proposal: str
    amendment: int


@dataclass(frozen=True, kw_only=True)
class AmendmentAnswered(Event):
    """An amendment was accepted or rejected, with reasons."""

    key = "proposals.amendment_answered"
    sentence = t("The amendment %(amendment)s to the proposal %(proposal)s was answered.")
    proposal: str
    amendment: int
    is_accepted: bool
    reasons: str
    supports: int


@dataclass(frozen=True, kw_only=True)
class AmendmentMerged(Event):
    """An accepted amendment went into a draft."""

    key = "proposals.amendment_merged"
    sentence = t("The amendment %(amendment)s went into the draft %(stage)s of the proposal %(proposal)s.")
    proposal: str
    stage: str
    amendment: int


@dataclass(frozen=True, kw_only=True)
class RemarkHidden(Event):
    """A remark on an amendment was hidden by those who moderate."""

    key = "proposals.remark_hidden"
    sentence = t("A remark on the amendment %(amendment)s to the proposal %(proposal)s was hidden.")
    proposal: str
    amendment: int
    remark: int


EVENTS = (
    PrioritiesSet,
    MissionsSet,
    PipelineRecorded,
    ProposalStarted,
    ProposalDescribed,
    VersionWritten,
    StageOpened,
    FactsWritten,
    AxisWritten,
    ActionWritten,
    PieceRemoved,
    DraftOrdered,
    FileAttached,
    FileDetached,
    ContributionAdded,
    ContributionChanged,
    ContributionRemoved,
    HeardNameErased,
    TopicSettled,
    TopicReopened,
    VersionFrozen,
    GatePassed,
    GateSentBack,
    HistoryRecorded,
    AmendmentWritten,
    AmendmentWithdrawn,
    AmendmentAnswered,
    AmendmentMerged,
    RemarkHidden,
)
