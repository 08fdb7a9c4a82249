"""The acts of local patronage."""

from collegial_finance.patronage.services.campaigns import name_issuer, open_campaign
from collegial_finance.patronage.services.gifts import (
    change_gift,
    hindrance,
    receive_gift,
    told,
    withdraw_gift,
)
from collegial_finance.patronage.services.receipts import cancel_receipt, give_receipt, receipt_hindrance

__all__ = [
    "cancel_receipt", "change_gift", "give_receipt", "hindrance", "name_issuer", "open_campaign", "receipt_hindrance",
    "receive_gift", "told", "withdraw_gift",
]  # fmt: skip
