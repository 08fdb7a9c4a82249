"""What happens to gifts and receipts; patrons are named in none of it."""

from dataclasses import dataclass

from collegial.plugin import Event, t


@dataclass(frozen=True, kw_only=True)
class CampaignOpened(Event):
    """A campaign was prepared."""

    key = "finance.campaign_opened"
    sentence = t("The campaign %(campaign)s was prepared: “%(title)s”.")
    campaign: int
    title: str


@dataclass(frozen=True, kw_only=True)
class GiftReceived(Event):
    """A gift was recorded."""

    key = "finance.gift_received"
    sentence = t("The gift %(gift)s to the campaign %(campaign)s was recorded.")
    campaign: int
    gift: int


@dataclass(frozen=True, kw_only=True)
class ReceiptIssued(Event):
    """A tax receipt was issued."""

    key = "finance.receipt_issued"
    sentence = t("The receipt %(reference)s of the issuer %(issuer)s was issued for the gift %(gift)s.")
    issuer: int
    reference: str
    gift: int


@dataclass(frozen=True, kw_only=True)
class ReceiptCancelled(Event):
    """A tax receipt was cancelled."""

    key = "finance.receipt_cancelled"
    sentence = t("The receipt %(reference)s of the issuer %(issuer)s was cancelled.")
    issuer: int
    reference: str


EVENTS = (CampaignOpened, GiftReceived, ReceiptIssued, ReceiptCancelled)
