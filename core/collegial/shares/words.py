"""What the kinds, ways, causes and states of the register are called."""

from collections.abc import Mapping

from collegial.kernel.text import Text, pt, t
from collegial.shares.rules import DebitState, EntryKind, PaymentMethod, WithdrawalCause, WithdrawalState

KINDS: Mapping[EntryKind, Text] = {
    EntryKind.SUBSCRIPTION: t("Subscription"),
    EntryKind.TRANSFER: t("Transfer of shares"),
    EntryKind.REDEMPTION: t("Redemption"),
    EntryKind.CANCELLATION: t("Cancellation of shares"),
    EntryKind.CORRECTION: t("Correction"),
}
METHODS: Mapping[PaymentMethod, Text] = {
    PaymentMethod.TRANSFER: t("Transfer"),
    PaymentMethod.CHEQUE: t("Cheque"),
    PaymentMethod.CASH: t("Cash"),
    PaymentMethod.DEBIT: t("Direct debit"),
}
CAUSES: Mapping[WithdrawalCause, Text] = {
    WithdrawalCause.PARTIAL: t("Partial withdrawal"),
    WithdrawalCause.RESIGNATION: t("Resignation"),
    WithdrawalCause.DEATH: t("Death or dissolution"),
    WithdrawalCause.EXCLUSION: t("Exclusion"),
    WithdrawalCause.LOST_QUALITY: t("Loss of the quality required"),
}
WITHDRAWALS: Mapping[WithdrawalState, Text] = {
    WithdrawalState.QUEUED: t("Waiting"),
    WithdrawalState.EXECUTED: t("Redeemed"),
    WithdrawalState.CANCELLED: pt("withdrawal", "Taken back"),
}
DEBITS: Mapping[DebitState, Text] = {
    DebitState.WAITING: t("At the bank"),
    DebitState.PAID: t("Paid"),
    DebitState.RETURNED: t("Returned unpaid"),
    DebitState.CANCELLED: t("Cancelled"),
}
