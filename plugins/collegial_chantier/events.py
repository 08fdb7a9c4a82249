"""What happens to chantiers, for the journal and for other modules."""

from dataclasses import dataclass

from collegial.plugin import Event, t


@dataclass(frozen=True, kw_only=True)
class ChantierOpened(Event):
    """A question was put to common work."""

    key = "chantier.opened"
    sentence = t("The chantier %(chantier)s was opened: “%(title)s”.")
    chantier: int
    title: str
    proposal: int | None


@dataclass(frozen=True, kw_only=True)
class ParticipantAdded(Event):
    """A structure joined."""

    key = "chantier.participant_added"
    sentence = t("The actor %(actor)s joined the chantier %(chantier)s.")
    chantier: int
    actor: int
    role: str


@dataclass(frozen=True, kw_only=True)
class ChantierStarted(Event):
    """The common work began."""

    key = "chantier.started"
    sentence = t("The chantier %(chantier)s started with %(base_structures)s base structures.")
    chantier: int
    base_structures: int


@dataclass(frozen=True, kw_only=True)
class ChantierFinished(Event):
    """The common work ended with a measure."""

    key = "chantier.finished"
    sentence = t("The chantier %(chantier)s ended with the measure “%(measure)s”.")
    chantier: int
    measure: str
    kind: str


EVENTS = (ChantierOpened, ParticipantAdded, ChantierStarted, ChantierFinished)
