"""Forms of the partners."""

from collegial_partners.forms.protocols import (
    AssociationForm,
    CooperationForm,
    EndForm,
    IndicatorForm,
    LinkForm,
    NameForm,
    PartyForm,
    PostForm,
    ResponsiblesForm,
    SignatureForm,
)
from collegial_partners.forms.referrals import ReferralForm, StepForm, ToPartnerForm
from collegial_partners.forms.reviews import ConclusionForm, MeetingForm, ValueForm

__all__ = [
    "AssociationForm",
    "ConclusionForm",
    "CooperationForm",
    "EndForm",
    "IndicatorForm",
    "LinkForm",
    "MeetingForm",
    "NameForm",
    "PartyForm",
    "PostForm",
    "ReferralForm",
    "ResponsiblesForm",
    "SignatureForm",
    "StepForm",
    "ToPartnerForm",
    "ValueForm",
]
