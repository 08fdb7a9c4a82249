"""What can be done with shares: each act under the register's lock, so that two never cross."""

from collegial.shares.services.calling import call_for_payment, note_letters_posted
from collegial.shares.services.cancelling import cancel_shares
from collegial.shares.services.correcting import correct_entry
from collegial.shares.services.debiting import (
    cancel_debits,
    confirm_debits,
    end_mandate,
    order_debits,
    record_mandate,
)
from collegial.shares.services.paying import NewPayment, correct_payment, record_payment
from collegial.shares.services.subscribing import subscribe, subscribe_many
from collegial.shares.services.transferring import transfer
from collegial.shares.services.withdrawing import (
    cancel_withdrawal,
    execute_withdrawals,
    record_repayment,
    request_withdrawal,
)

__all__ = [
    "NewPayment",
    "call_for_payment",
    "cancel_debits",
    "cancel_shares",
    "cancel_withdrawal",
    "confirm_debits",
    "correct_entry",
    "correct_payment",
    "end_mandate",
    "execute_withdrawals",
    "note_letters_posted",
    "order_debits",
    "record_mandate",
    "record_payment",
    "record_repayment",
    "request_withdrawal",
    "subscribe",
    "subscribe_many",
    "transfer",
]
