"""What happens to chantiers, for the journal and for other modules; what people wrote stays out."""

from dataclasses import dataclass
from typing import ClassVar

from collegial.plugin import Event, nt_by, pt, t


@dataclass(frozen=True, kw_only=True)
class ChantierOpened(Event):
    """A question was put to common work."""

    key = "chantier.opened"
    sentence = t("The chantier %(chantier)s was opened: “%(title)s”.")
    chantier: int
    title: str
    proposal: int | None


@dataclass(frozen=True, kw_only=True)
class ChantierChanged(Event):
    """What a chantier says of itself was changed."""

    key = "chantier.changed"
    sentence = t("What the chantier %(chantier)s says of itself was changed: “%(title)s”.")
    chantier: int
    title: str


@dataclass(frozen=True, kw_only=True)
class ParticipantAdded(Event):
    """A structure joined."""

    key = "chantier.participant_added"
    sentence = t("The actor %(actor)s joined the chantier %(chantier)s.")
    chantier: int
    actor: int
    role: str


@dataclass(frozen=True, kw_only=True)
class TestimonyGiven(Event):
    """A structure testified."""

    key = "chantier.testimony_given"
    sentence = t("The testimony %(testimony)s was recorded in the chantier %(chantier)s.")
    chantier: int
    testimony: int


@dataclass(frozen=True, kw_only=True)
class TestimonyPublished(Event):
    """A testimony is public, as its author agreed, or is not any more."""

    key = "chantier.testimony_published"
    sentence = t("The testimony %(testimony)s of the chantier %(chantier)s is public: %(is_public)s.")
    chantier: int
    testimony: int
    is_public: bool


@dataclass(frozen=True, kw_only=True)
class PartyMoved(Event):
    """A stakeholder was identified, invited, or answered."""

    key = "chantier.party_moved"
    sentence = t("The stakeholder %(actor)s of the chantier %(chantier)s: %(state)s.")
    words: ClassVar = {
        "state": {
            "identified": t("To invite"),
            "invited": pt("stakeholder", "Invited"),
            "accepted": t("Takes part"),
            "declined": t("Declined"),
        }
    }
    chantier: int
    actor: int
    state: str


@dataclass(frozen=True, kw_only=True)
class ChantierStarted(Event):
    """The common work began."""

    key = "chantier.started"
    sentence = nt_by(
        "base_structures",
        "The chantier %(chantier)s started with %(base_structures)s base structure.",
        "The chantier %(chantier)s started with %(base_structures)s base structures.",
    )
    chantier: int
    base_structures: int


@dataclass(frozen=True, kw_only=True)
class DiagnosisWritten(Event):
    """There is a new version of the diagnosis."""

    key = "chantier.diagnosis_written"
    sentence = t("Version %(version)s of the diagnosis of the chantier %(chantier)s was written.")
    chantier: int
    version: int


@dataclass(frozen=True, kw_only=True)
class StanceTaken(Event):
    """A party said whether it agrees with the diagnosis."""

    key = "chantier.stance_taken"
    sentence = t("The party %(participant)s took a stance on the diagnosis of the chantier %(chantier)s.")
    chantier: int
    version: int
    participant: int


@dataclass(frozen=True, kw_only=True)
class PartyExpressed(Event):
    """A party said something in its own words."""

    key = "chantier.party_expressed"
    sentence = t("The party %(participant)s expressed itself in the chantier %(chantier)s.")
    chantier: int
    participant: int


@dataclass(frozen=True, kw_only=True)
class ChantierFinished(Event):
    """The common work ended with a measure."""

    key = "chantier.finished"
    sentence = t("The chantier %(chantier)s ended with the measure “%(measure)s”.")
    chantier: int
    measure: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class MeasurePublished(Event):
    """People are told about the measure."""

    key = "chantier.measure_published"
    sentence = t("The information on the measure of the chantier %(chantier)s was published.")
    chantier: int


@dataclass(frozen=True, kw_only=True)
class Committed(Event):
    """An institution committed itself."""

    key = "chantier.committed"
    sentence = t("The institution %(actor)s made the commitment %(commitment)s in the chantier %(chantier)s.")
    chantier: int
    commitment: int
    actor: int


@dataclass(frozen=True, kw_only=True)
class CommitmentMoved(Event):
    """What became of a commitment."""

    key = "chantier.commitment_moved"
    sentence = t("The commitment %(commitment)s of the chantier %(chantier)s: %(state)s.")
    words: ClassVar = {
        "state": {
            "promised": t("Promise made"),
            "under_way": t("Under way"),
            "kept": t("Kept"),
            "dropped": t("Given up"),
        }
    }
    chantier: int
    commitment: int
    state: str


@dataclass(frozen=True, kw_only=True)
class PoleRecognised(Event):
    """An institution recognises the pole as a place of cooperation."""

    key = "chantier.pole_recognised"
    sentence = t("The institution %(actor)s recognised the pole in the chantier %(chantier)s.")
    chantier: int
    actor: int


@dataclass(frozen=True, kw_only=True)
class ProposalFed(Event):
    """The work of a chantier became a contribution to its proposal."""

    key = "chantier.proposal_fed"
    sentence = t("The chantier %(chantier)s was brought to the proposal %(proposal)s, stage %(stage)s.")
    chantier: int
    proposal: int
    stage: str


EVENTS = (
    ChantierOpened, ChantierChanged, ParticipantAdded, TestimonyGiven, TestimonyPublished, PartyMoved,
    ChantierStarted,
    DiagnosisWritten, StanceTaken, PartyExpressed, ChantierFinished, MeasurePublished, Committed,
    CommitmentMoved, PoleRecognised, ProposalFed,
)  # fmt: skip
