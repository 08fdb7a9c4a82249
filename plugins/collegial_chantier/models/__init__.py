"""The tables of chantiers."""

from collegial_chantier.models.chantier import Chantier, Participant, ParticipantRole
from collegial_chantier.models.gathering import Party, PartyState, Testimony
from collegial_chantier.models.measuring import (
    Commitment,
    CommitmentState,
    Measure,
    MeasureKind,
    Recognition,
)
from collegial_chantier.models.sharing import Agreement, Diagnosis, Expression

__all__ = [
    "TABLES",
    "Agreement",
    "Chantier",
    "Commitment",
    "CommitmentState",
    "Diagnosis",
    "Expression",
    "Measure",
    "MeasureKind",
    "Participant",
    "ParticipantRole",
    "Party",
    "PartyState",
    "Recognition",
    "Testimony",
]

TABLES = (
    Chantier, Participant, Testimony, Party, Diagnosis, Agreement, Expression, Measure, Commitment,
    Recognition,
)  # fmt: skip
