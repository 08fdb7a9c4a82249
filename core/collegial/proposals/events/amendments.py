"""What happens to amendments."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


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
class AmendmentCarried(Event):
    """An amendment without an answer was carried over to the version that opened."""

    key = "proposals.amendment_carried"
    sentence = t("The amendment %(amendment)s to the proposal %(proposal)s was carried over to %(stage)s.")
    proposal: str
    stage: str
    amendment: int


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
    sentence = t("A message on the amendment %(amendment)s to the proposal %(proposal)s was hidden.")
    proposal: str
    amendment: int
    remark: int
