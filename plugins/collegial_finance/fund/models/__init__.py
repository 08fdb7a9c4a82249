"""An experiment fund: who pays into it, its calls and applications, the agreements that commit it."""

from collegial_finance.fund.models.agreeing import (
    AgreementDraft,
    AgreementInstalment,
    EvidenceRefusal,
    InstalmentApproval,
    InstalmentEvidence,
    InstalmentPayment,
    ProjectAgreement,
    ProjectReport,
)
from collegial_finance.fund.models.calling import (
    ApplicationFile,
    CallCriterion,
    ProjectApplication,
    ProjectCall,
    ProjectReview,
    ReviewScore,
)
from collegial_finance.fund.models.funding import (
    ConventionAmendment,
    ExperimentFund,
    FundConvention,
    FundReceipt,
)

__all__ = [
    "AgreementDraft",
    "AgreementInstalment",
    "ApplicationFile",
    "CallCriterion",
    "ConventionAmendment",
    "EvidenceRefusal",
    "ExperimentFund",
    "FundConvention",
    "FundReceipt",
    "InstalmentApproval",
    "InstalmentEvidence",
    "InstalmentPayment",
    "ProjectAgreement",
    "ProjectApplication",
    "ProjectCall",
    "ProjectReport",
    "ProjectReview",
    "ReviewScore",
]
