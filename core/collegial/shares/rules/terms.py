"""The words of the register: kinds of entries, ways to pay, causes and states of withdrawals and debits."""

import enum


class EntryKind(enum.Enum):
    """What an entry of the register (registre des mouvements) does to the shares."""

    SUBSCRIPTION = "subscription"
    TRANSFER = "transfer"
    REDEMPTION = "redemption"
    CANCELLATION = "cancellation"
    CORRECTION = "correction"


class PaymentMethod(enum.Enum):
    """How money for shares came in."""

    TRANSFER = "transfer"
    CHEQUE = "cheque"
    CASH = "cash"
    DEBIT = "debit"


class WithdrawalCause(enum.Enum):
    """Why shares go back to the cooperative; all but PARTIAL follow the loss of membership (L15)."""

    PARTIAL = "partial"
    RESIGNATION = "resignation"
    DEATH = "death"
    EXCLUSION = "exclusion"
    LOST_QUALITY = "lost_quality"


class WithdrawalState(enum.Enum):
    """Where a withdrawal stands."""

    QUEUED = "queued"
    EXECUTED = "executed"
    CANCELLED = "cancelled"


class DebitState(enum.Enum):
    """What became of a direct debit, or of the whole order it was part of."""

    WAITING = "waiting"
    PAID = "paid"
    RETURNED = "returned"
    CANCELLED = "cancelled"
