"""What happens to an experiment fund; scores and words stay with their review."""

from dataclasses import dataclass
from typing import ClassVar

from collegial.plugin import Event, pt, t
from collegial_finance.words import APPLICATION_STATES


@dataclass(frozen=True, kw_only=True)
class ExperimentFundOpened(Event):
    """An experiment fund was opened."""

    key = "finance.experiment_fund_opened"
    sentence = t("The experiment fund %(fund)s was opened.")
    fund: int


@dataclass(frozen=True, kw_only=True)
class FundConventionMoved(Event):
    """A convention was recorded, paid in, or ended early."""

    key = "finance.fund_convention"
    sentence = t(
        "The convention %(convention)s of the experiment fund %(fund)s: “%(step)s”, entry %(entry)s."
    )
    words: ClassVar = {
        "step": {
            "recorded": pt("convention", "Recorded"),
            "received": pt("convention", "Paid in"),
            "ended": pt("convention", "Ended early"),
        }
    }
    fund: int
    convention: int
    step: str
    entry: int


@dataclass(frozen=True, kw_only=True)
class FundConventionAmended(Event):
    """Both sides changed a convention."""

    key = "finance.fund_convention_amended"
    sentence = t("The convention %(convention)s of the experiment fund %(fund)s was amended.")
    fund: int
    convention: int


@dataclass(frozen=True, kw_only=True)
class ProjectCallOpened(Event):
    """A call for projects was published."""

    key = "finance.call_opened"
    sentence = t("The call for projects %(call)s of the experiment fund %(fund)s was published.")
    fund: int
    call: int


@dataclass(frozen=True, kw_only=True)
class ProjectApplicationMoved(Event):
    """An application took a step."""

    key = "finance.application_moved"
    sentence = t("The application %(application)s to the call %(call)s took the step “%(state)s”.")
    words: ClassVar = {"state": {state.value: name for state, name in APPLICATION_STATES.items()}}
    call: int
    application: int
    state: str


@dataclass(frozen=True, kw_only=True)
class ProjectReviewed(Event):
    """A member of the committee scored an application, or declared a conflict of interest."""

    key = "finance.application_reviewed"
    sentence = t("Actor %(reviewer)s reviewed the application %(application)s; in conflict: %(in_conflict)s.")
    application: int
    reviewer: int
    in_conflict: bool


@dataclass(frozen=True, kw_only=True)
class ProjectAgreementMoved(Event):
    """An agreement was drawn up, once or anew, signed, paid in part, reported on or closed."""

    key = "finance.project_agreement"
    sentence = t("The agreement %(agreement)s of the experiment fund %(fund)s: “%(step)s”.")
    words: ClassVar = {
        "step": {
            "drawn": pt("agreement", "Drawn up"),
            "redrawn": pt("agreement", "Drawn up anew"),
            "evidence": pt("agreement", "Evidence handed in"),
            "approved": pt("agreement", "Evidence approved"),
            "signed": pt("agreement", "Signed"),
            "paid": pt("agreement", "Paid in part"),
            "reported": pt("agreement", "Reported on"),
            "closed": pt("agreement", "Closed"),
        }
    }
    fund: int
    agreement: int
    step: str


@dataclass(frozen=True, kw_only=True)
class EvidenceRefused(Event):
    """The evidence of an instalment was refused: other evidence is awaited."""

    key = "finance.evidence_refused"
    sentence = t(
        "The evidence of the instalment %(position)s of the application %(application)s to the experiment "
        "fund %(fund)s was refused."
    )
    fund: int
    application: int
    position: int


EVENTS = (
    ExperimentFundOpened,
    FundConventionMoved,
    FundConventionAmended,
    ProjectCallOpened,
    ProjectApplicationMoved,
    ProjectReviewed,
    ProjectAgreementMoved,
    EvidenceRefused,
)
