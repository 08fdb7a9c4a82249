"""The tables of the partners."""

from collegial_partners.models.exchange import (
    DeploymentKey,
    DeploymentPeer,
    ExchangedParcel,
    FormerKey,
    ParcelWay,
    PeerFormerKey,
)
from collegial_partners.models.protocols import (
    NameAgreement,
    PartnerProtocol,
    ProtocolForm,
    ProtocolIndicator,
    ProtocolParty,
    ProtocolState,
    SharedPost,
    SignedCopy,
)
from collegial_partners.models.referrals import PartnerLink, Referral, ReferralHolder, ReferralStep
from collegial_partners.models.reviews import IndicatorValue, ProtocolReview

__all__ = [
    "TABLES",
    "DeploymentKey",
    "DeploymentPeer",
    "ExchangedParcel",
    "FormerKey",
    "IndicatorValue",
    "NameAgreement",
    "ParcelWay",
    "PartnerLink",
    "PartnerProtocol",
    "PeerFormerKey",
    "ProtocolForm",
    "ProtocolIndicator",
    "ProtocolParty",
    "ProtocolReview",
    "ProtocolState",
    "Referral",
    "ReferralHolder",
    "ReferralStep",
    "SharedPost",
    "SignedCopy",
]

TABLES = (
    PartnerProtocol, ProtocolParty, ProtocolIndicator, SharedPost, NameAgreement, PartnerLink, Referral,
    ReferralHolder, ReferralStep, ProtocolReview, IndicatorValue,
    SignedCopy, DeploymentKey, FormerKey, DeploymentPeer, PeerFormerKey, ExchangedParcel,
)  # fmt: skip
