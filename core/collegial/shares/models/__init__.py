"""The register of shares: its entries, the money paid for them, withdrawals, calls and debits, and its guards."""

from collegial.shares.models.calls import Debit, DebitMandate, DebitOrder, PaymentCall
from collegial.shares.models.guards import ShareDay, ShareHolding, ShareRegister
from collegial.shares.models.register import ShareEntry, SharePayment, Withdrawal
from collegial.shares.rules import DebitState, EntryKind, PaymentMethod, WithdrawalCause, WithdrawalState

__all__ = [
    "Debit",
    "DebitMandate",
    "DebitOrder",
    "DebitState",
    "EntryKind",
    "PaymentCall",
    "PaymentMethod",
    "ShareDay",
    "ShareEntry",
    "ShareHolding",
    "SharePayment",
    "ShareRegister",
    "Withdrawal",
    "WithdrawalCause",
    "WithdrawalState",
]
