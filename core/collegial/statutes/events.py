"""What happens to the statutes."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class StatutesRecorded(Event):
    """A version of the statutes was recorded; its digest seals what it says."""

    key = "statutes.recorded"
    sentence = t("Version %(version)s of the statutes was recorded, in force from %(effective_from)s.")
    version: int
    effective_from: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class StatutesOverridden(Event):
    """A version was recorded without a decision of the members; why stands with the version."""

    key = "statutes.overridden"
    sentence = t("Version %(version)s of the statutes was recorded without a decision of the members.")
    version: int


@dataclass(frozen=True, kw_only=True)
class DraftStarted(Event):
    """A draft of the statutes was started."""

    key = "statutes.draft_started"
    sentence = t("Draft %(draft)s of the statutes was started.")
    draft: int


@dataclass(frozen=True, kw_only=True)
class DraftDiscarded(Event):
    """A draft was given up."""

    key = "statutes.draft_discarded"
    sentence = t("Draft %(draft)s of the statutes was given up.")
    draft: int


@dataclass(frozen=True, kw_only=True)
class DraftAdopted(Event):
    """The members adopted a draft; `version` is the one it became, None when it waits to be recorded."""

    key = "statutes.draft_adopted"
    sentence = t("Draft %(draft)s of the statutes was adopted by resolution %(resolution)s.")
    draft: int
    resolution: int
    version: int | None


@dataclass(frozen=True, kw_only=True)
class DraftRefused(Event):
    """The members did not adopt a draft."""

    key = "statutes.draft_refused"
    sentence = t("Draft %(draft)s of the statutes was not adopted by resolution %(resolution)s.")
    draft: int
    resolution: int


EVENTS = (
    StatutesRecorded, StatutesOverridden, DraftStarted, DraftDiscarded, DraftAdopted, DraftRefused
)  # fmt: skip
