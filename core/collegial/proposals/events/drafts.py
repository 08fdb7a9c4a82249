"""What happens to proposals while they are written."""

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
    place: int  # among the files of the action: one may have been attached twice


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
