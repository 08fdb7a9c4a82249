"""Forms of the partners."""

from collegial_partners.forms.exchange import GiveForm, PeerForm, ReceiveForm, ReplaceKeyForm
from collegial_partners.forms.protocols import (
    AssociationForm,
    CooperationForm,
    CopyForm,
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
    "CopyForm",
    "EndForm",
    "GiveForm",
    "IndicatorForm",
    "LinkForm",
    "MeetingForm",
    "NameForm",
    "PartyForm",
    "PeerForm",
    "PostForm",
    "ReceiveForm",
    "ReferralForm",
    "ReplaceKeyForm",
    "ResponsiblesForm",
    "SignatureForm",
    "StepForm",
    "ToPartnerForm",
    "ValueForm",
]
