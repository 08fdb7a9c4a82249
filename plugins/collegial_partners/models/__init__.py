"""The tables of the partners."""

from collegial_partners.models.protocols import (
    NameAgreement,
    PartnerProtocol,
    ProtocolForm,
    ProtocolIndicator,
    ProtocolParty,
    ProtocolState,
    SharedPost,
)
from collegial_partners.models.referrals import PartnerLink, Referral, ReferralHolder, ReferralStep
from collegial_partners.models.reviews import IndicatorValue, ProtocolReview

__all__ = [
    "TABLES",
    "IndicatorValue",
    "NameAgreement",
    "PartnerLink",
    "PartnerProtocol",
    "ProtocolForm",
    "ProtocolIndicator",
    "ProtocolParty",
    "ProtocolReview",
    "ProtocolState",
    "Referral",
    "ReferralHolder",
    "ReferralStep",
    "SharedPost",
]

TABLES = (
    PartnerProtocol, ProtocolParty, ProtocolIndicator, SharedPost, NameAgreement, PartnerLink, Referral,
    ReferralHolder, ReferralStep, ProtocolReview, IndicatorValue,
)  # fmt: skip
