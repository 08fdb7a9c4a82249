"""What a deployment may start from: the stages of the Pays de Brest, and its statutes."""

from pathlib import Path

from collegial.plugin import OfferedStage, PipelinePreset, StatutesPreset, t

FUNDED = "brest.funded"
STAGE = OfferedStage(
    key="brest.round",
    name="Tour de financement",
    meaning="Chacun s’engage à hauteur de ses moyens.",
    conditions=(FUNDED,),
)
_STAGES = [
    {"key": "round", "name": STAGE.name, "meaning": STAGE.meaning},
    {"key": "trial", "name": "Essai", "meaning": "La proposition est essayée en petit."},
    {"key": "done", "name": "Mise en œuvre", "meaning": "La proposition est mise en œuvre."},
]
THREE = PipelinePreset(
    key="brest.three",
    name="Trois temps",
    document={
        "contribution_kinds": [{"key": "meeting", "label": "Réunion"}],
        "stages": _STAGES,
        "passages": [
            {"from": "round", "to": "trial", "conditions": [FUNDED]},
            {"from": "trial", "to": "done"},
        ],
    },
)
STATUTES = StatutesPreset(
    key="brest.association",
    label=t("Statutes of the association of the Pays de Brest"),
    text=(Path(__file__).parent / "statutes.toml").read_text(encoding="utf-8"),
)
