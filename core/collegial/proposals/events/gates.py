"""What happens at the gates, and after the last one."""

from dataclasses import dataclass
from typing import Any

from collegial.kernel.events import Event
from collegial.kernel.text import t


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
class TopicDocumentAdded(Event):
    """A document was put beside a topic."""

    key = "proposals.topic_document_added"
    sentence = t(
        "A document was put beside a topic of the passage to %(to_stage)s of the proposal %(proposal)s."
    )
    proposal: str
    to_stage: str
    topic: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class TopicDocumentRemoved(Event):
    """A document was taken away from a topic."""

    key = "proposals.topic_document_removed"
    sentence = t(
        "A document was taken away from a topic of the passage to %(to_stage)s of the proposal %(proposal)s."
    )
    proposal: str
    to_stage: str
    topic: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class VersionFrozen(Event):
    """A version was frozen with its digest.

    `contributions` are what the seal holds of who was heard, so that the version can be built again from
    the journal. They enter it here, not while the draft can still be corrected, and hold no name.
    """

    key = "proposals.version_frozen"
    sentence = t("The version %(stage)s of the proposal %(proposal)s was frozen.")
    proposal: str
    stage: str
    digest: str
    contributions: list[dict[str, Any]]


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
    group_size: int | None = None


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
    group_size: int | None = None


@dataclass(frozen=True, kw_only=True)
class HistoryRecorded(Event):
    """A version that is older than the program was recorded, with what is known of its passage."""

    key = "proposals.history_recorded"
    sentence = t("The past version %(stage)s of the proposal %(proposal)s was recorded.")
    proposal: str
    stage: str
    has_decision: bool


@dataclass(frozen=True, kw_only=True)
class GateTaskDone(Event):
    """A task of a version that was sent back was done."""

    key = "proposals.task_done"
    sentence = t("A task of the proposal %(proposal)s was done: %(title)s")
    proposal: str
    task: int
    title: str


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Event):
    """A group opened a round on a passage."""

    key = "proposals.round_opened"
    sentence = t("A round on the passage to %(to_stage)s of the proposal %(proposal)s was opened.")
    proposal: str
    to_stage: str


@dataclass(frozen=True, kw_only=True)
class RoundClosed(Event):
    """A round of a group on a passage was closed; its decision follows, unless it was broken off."""

    key = "proposals.round_closed"
    sentence = t("The round on the passage to %(to_stage)s of the proposal %(proposal)s was closed.")
    proposal: str
    to_stage: str
    is_decided: bool


@dataclass(frozen=True, kw_only=True)
class RolledBack(Event):
    """A group decided to start a draft again from a frozen version."""

    key = "proposals.rolled_back"
    sentence = t("The draft %(stage)s of the proposal %(proposal)s was started again from %(to_stage)s.")
    proposal: str
    stage: str
    to_stage: str
    votes_for: int
    votes_against: int
    abstentions: int
    group_size: int | None = None


@dataclass(frozen=True, kw_only=True)
class StepRecorded(Event):
    """A step in carrying an action out was recorded."""

    key = "proposals.step_recorded"
    sentence = t("A step of an action of the proposal %(proposal)s was recorded.")
    proposal: str
    action: str
    state: str


@dataclass(frozen=True, kw_only=True)
class AdoptionLinked(Event):
    """The decision that adopted a proposal was named."""

    key = "proposals.adoption_linked"
    sentence = t("The proposal %(proposal)s was adopted by the decision %(decision)s of the register.")
    proposal: str
    decision: int
