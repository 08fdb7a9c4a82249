"""What can be done with applications."""

from collegial.joining.services.admitting import link_actor
from collegial.joining.services.applying import NewApplication, apply, confirm_address, send_confirmation
from collegial.joining.services.closing import forget, lapse_unconfirmed, lapse_unpaid, remind, withdraw
from collegial.joining.services.consenting import choose_convening, publish_text, withdraw_consent
from collegial.joining.services.deciding import PaymentTerms, Sitting, VerdictOn, decide
from collegial.joining.services.paying import NewReceipt, correct_receipt, give_back, record_receipt

__all__ = [
    "NewApplication",
    "NewReceipt",
    "PaymentTerms",
    "Sitting",
    "VerdictOn",
    "apply",
    "choose_convening",
    "confirm_address",
    "correct_receipt",
    "decide",
    "forget",
    "give_back",
    "lapse_unconfirmed",
    "lapse_unpaid",
    "link_actor",
    "publish_text",
    "record_receipt",
    "remind",
    "send_confirmation",
    "withdraw",
    "withdraw_consent",
]
