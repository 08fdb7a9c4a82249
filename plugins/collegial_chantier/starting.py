"""What a deployment that works by chantiers may start from: a stage, a pipeline, and the statutes of equal parties."""

from pathlib import Path

from collegial.plugin import OfferedStage, PipelinePreset, StatutesPreset, t
from collegial_chantier.gates import BASE_STRUCTURES, SHARED_DIAGNOSIS

DIAGNOSIS = OfferedStage(
    key="chantier.diagnosis",
    name="Diagnostic partagé",
    meaning="Les structures de base et les institutions s’accordent sur ce qui est, avant de chercher quoi faire.",
    conditions=(BASE_STRUCTURES.key, SHARED_DIAGNOSIS.key),
)
_CONDITIONS = list(DIAGNOSIS.conditions)
FROM_A_PROBLEM = PipelinePreset(
    key="chantier.from_a_problem",
    name="D’un problème partagé à un dispositif",
    label=t("from a shared problem to a measure"),
    document={
        "contribution_kinds": [
            {"key": "testimonies", "label": "Témoignages de structures de base"},
            {"key": "meeting", "label": "Réunion de chantier"},
            {"key": "interview", "label": "Entretien avec une institution"},
        ],
        "stages": [
            {
                "key": "problem", "name": "Problème posé",
                "meaning": "La question est posée par celles et ceux qui la vivent.",
            },
            {"key": "diagnosis", "name": DIAGNOSIS.name, "meaning": DIAGNOSIS.meaning},
            {
                "key": "measure", "name": "Dispositif proposé",
                "meaning": "Un dispositif est amélioré ou créé ; une institution le porte et s’engage.",
            },
            {
                "key": "follow_up", "name": "Suivi",
                "meaning": "Les engagements sont suivis et l’information est donnée.",
            },
        ],
        "passages": [
            {"from": "problem", "to": "diagnosis", "conditions": [BASE_STRUCTURES.key]},
            {"from": "diagnosis", "to": "measure", "conditions": _CONDITIONS},
            {"from": "measure", "to": "follow_up"},
        ],
    },
)  # fmt: skip
EQUAL_PARTIES = StatutesPreset(
    key="chantier.equal_parties",
    label=t("Association of equal parties: every party there, none outvoted"),
    text=(Path(__file__).parent / "statutes.toml").read_text(encoding="utf-8"),
)
