"""What happens to ateliers, for the journal and for other modules."""

from dataclasses import dataclass
from typing import ClassVar

from collegial.plugin import Event, nt_by, pt, t


@dataclass(frozen=True, kw_only=True)
class AtelierOpened(Event):
    """A workshop was called."""

    key = "atelier.opened"
    sentence = t("The atelier %(atelier)s was opened: “%(title)s”.")
    atelier: int
    title: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class AtelierChanged(Event):
    """What an atelier says of itself was changed."""

    key = "atelier.changed"
    sentence = t("What the atelier %(atelier)s says of itself was changed: “%(title)s”.")
    atelier: int
    title: str


@dataclass(frozen=True, kw_only=True)
class ProspectMoved(Event):
    """A structure or an expert was spotted, called, or answered."""

    key = "atelier.prospect_moved"
    sentence = t("The actor %(actor)s for the atelier %(atelier)s: %(state)s.")
    words: ClassVar = {
        "state": {
            "spotted": t("Spotted"),
            "called": t("Call sent"),
            "coming": t("Comes"),
            "declined": t("Declined"),
        }
    }
    atelier: int
    actor: int
    state: str


@dataclass(frozen=True, kw_only=True)
class FundingMoved(Event):
    """Money was sought, found or refused."""

    key = "atelier.funding_moved"
    sentence = t("Funding %(funding)s of the atelier %(atelier)s, %(cents)s: %(state)s.")
    words: ClassVar = {
        "state": {"sought": t("Sought"), "found": t("Found"), "refused": pt("funding", "Refused")}
    }
    atelier: int
    funding: int
    cents: int
    state: str


@dataclass(frozen=True, kw_only=True)
class AtelierStarted(Event):
    """The group began to work."""

    key = "atelier.started"
    sentence = nt_by(
        "members",
        "The atelier %(atelier)s started with %(members)s structure.",
        "The atelier %(atelier)s started with %(members)s structures.",
    )
    atelier: int
    members: int


@dataclass(frozen=True, kw_only=True)
class ContractDrawn(Event):
    """A contract was drawn up."""

    key = "atelier.contract_drawn"
    sentence = t("The contract %(number)s of the atelier %(atelier)s was drawn up for %(cents)s.")
    atelier: int
    number: int
    half_days: int
    cents: int


@dataclass(frozen=True, kw_only=True)
class ContractSigned(Event):
    """A contract was signed."""

    key = "atelier.contract_signed"
    sentence = t("The contract %(number)s of the atelier %(atelier)s was signed.")
    atelier: int
    number: int


@dataclass(frozen=True, kw_only=True)
class DayRecorded(Event):
    """Work under a contract was done."""

    key = "atelier.day_recorded"
    sentence = nt_by(
        "half_days",
        "%(half_days)s half day of contract %(number)s of the atelier %(atelier)s was done.",
        "%(half_days)s half days of contract %(number)s of the atelier %(atelier)s were done.",
    )
    atelier: int
    number: int
    half_days: int


@dataclass(frozen=True, kw_only=True)
class CompensationPaid(Event):
    """A part of a compensation was paid."""

    key = "atelier.compensation_paid"
    sentence = t("%(cents)s of the contract %(number)s of the atelier %(atelier)s were paid.")
    atelier: int
    number: int
    cents: int


@dataclass(frozen=True, kw_only=True)
class RotationPlanned(Event):
    """Hosts were found for the meetings that had none."""

    key = "atelier.rotation_planned"
    sentence = nt_by(
        "meetings",
        "%(meetings)s meeting of the atelier %(atelier)s got a host.",
        "%(meetings)s meetings of the atelier %(atelier)s got a host.",
    )
    atelier: int
    meetings: int


@dataclass(frozen=True, kw_only=True)
class AtelierFinished(Event):
    """The group has done its work."""

    key = "atelier.finished"
    sentence = t("The atelier %(atelier)s is finished.")
    atelier: int


@dataclass(frozen=True, kw_only=True)
class ProductionMoved(Event):
    """A production was begun, reviewed, made ready or published."""

    key = "atelier.production_moved"
    sentence = t("The production %(production)s of the atelier %(atelier)s: %(state)s.")
    words: ClassVar = {
        "state": {
            "draft": t("Draft"),
            "review": t("In review"),
            "ready": t("Ready"),
            "published": pt("production", "Published"),
        }
    }
    atelier: int
    production: int
    state: str


@dataclass(frozen=True, kw_only=True)
class SponsorOffered(Event):
    """A structure offers to help others."""

    key = "atelier.sponsor_offered"
    sentence = nt_by(
        "capacity",
        "The structure %(actor)s offers to help %(capacity)s other in the atelier %(atelier)s.",
        "The structure %(actor)s offers to help %(capacity)s others in the atelier %(atelier)s.",
    )
    atelier: int
    actor: int
    capacity: int


@dataclass(frozen=True, kw_only=True)
class HelpMoved(Event):
    """A request for help was made, matched, done or withdrawn."""

    key = "atelier.help_moved"
    sentence = t("The request for help %(request)s in the atelier %(atelier)s: %(state)s.")
    words: ClassVar = {
        "state": {
            "open": t("Waits for a sponsor"),
            "matched": t("Has a sponsor"),
            "done": t("Help given"),
            "withdrawn": t("Withdrawn"),
        }
    }
    atelier: int
    request: int
    state: str


EVENTS = (
    AtelierOpened, AtelierChanged, ProspectMoved, FundingMoved, AtelierStarted, ContractDrawn, ContractSigned,
    DayRecorded,
    CompensationPaid, RotationPlanned, AtelierFinished, ProductionMoved, SponsorOffered, HelpMoved,
)  # fmt: skip
