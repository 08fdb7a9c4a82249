"""The tables of the partners."""

from collegial_partners.models.exchange import DeploymentKey, DeploymentPeer, ExchangedParcel, ParcelWay
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
    "DeploymentKey",
    "DeploymentPeer",
    "ExchangedParcel",
    "IndicatorValue",
    "NameAgreement",
    "ParcelWay",
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
    DeploymentKey, DeploymentPeer, ExchangedParcel,
)  # fmt: skip
