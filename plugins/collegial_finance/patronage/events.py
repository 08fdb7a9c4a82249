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
class GiftWithdrawn(Event):
    """A gift that was recorded by mistake was taken back."""

    key = "finance.gift_withdrawn"
    sentence = t(
        "The gift %(gift)s to the campaign %(campaign)s was withdrawn: it had been recorded by mistake."
    )
    campaign: int
    gift: int


@dataclass(frozen=True, kw_only=True)
class GiftReplaced(Event):
    """A gift was recorded in the stead of one that was wrong."""

    key = "finance.gift_replaced"
    sentence = t(
        "The gift %(gift)s to the campaign %(campaign)s was recorded in place of the gift %(before)s."
    )
    campaign: int
    gift: int
    before: int


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


EVENTS = (CampaignOpened, GiftReceived, GiftWithdrawn, GiftReplaced, ReceiptIssued, ReceiptCancelled)
