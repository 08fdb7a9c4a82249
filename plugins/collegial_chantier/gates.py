"""The condition that chantiers place on a proposal's way."""

from sqlalchemy.orm import Session

from collegial.plugin import Passage, StageGate, Verdict, settings_of, t
from collegial_chantier import queries, rules
from collegial_chantier.settings import RULES


def check_base_structures(session: Session, passage: Passage) -> Verdict:
    """Say whether the proposal's chantiers have started, with base structures in each."""
    linked, started = queries.linked_chantiers(session, passage.proposal_id)
    minimum = settings_of(session, RULES).minimum_base_structures
    return rules.judge(linked, started, minimum)


def check_diagnoses(session: Session, passage: Passage) -> Verdict:
    """Say whether the parties of each started chantier share its diagnosis."""
    return rules.judge_diagnoses(queries.shared_diagnoses(session, passage.proposal_id))


SHARED_DIAGNOSIS = StageGate(
    key="chantier.shared_diagnosis",
    label=t("The parties of the chantiers share a diagnosis"),
    check=check_diagnoses,
)
BASE_STRUCTURES = StageGate(
    key="chantier.base_structures",
    label=t("Base structures take part in the chantiers"),
    check=check_base_structures,
)
