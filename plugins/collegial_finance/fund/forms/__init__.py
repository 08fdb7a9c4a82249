"""Forms of experiment funds."""

from collegial_finance.fund.forms.agreeing import (
    INSTALMENTS,
    AgreementForm,
    RedrawForm,
    ReportForm,
    SignatureForm,
)
from collegial_finance.fund.forms.applying import (
    ApplicationForm,
    ApprovalForm,
    EvidenceForm,
    FileForm,
    GrantForm,
    RefusalForm,
    ReviewForm,
    upload_of,
)
from collegial_finance.fund.forms.calling import CallForm, ReasonForm
from collegial_finance.fund.forms.funding import (
    AmendmentForm,
    ConventionForm,
    ExperimentFundForm,
    PaymentForm,
)

__all__ = [
    "INSTALMENTS",
    "AgreementForm",
    "AmendmentForm",
    "ApplicationForm",
    "ApprovalForm",
    "CallForm",
    "ConventionForm",
    "EvidenceForm",
    "ExperimentFundForm",
    "FileForm",
    "GrantForm",
    "PaymentForm",
    "ReasonForm",
    "RedrawForm",
    "RefusalForm",
    "ReportForm",
    "ReviewForm",
    "SignatureForm",
    "upload_of",
]
