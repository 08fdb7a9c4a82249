"""What happens to shares, by the numbers of entries and members; amounts are written as `20.00 EUR`."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import nt_by, t


@dataclass(frozen=True, kw_only=True)
class SharesSubscribed(Event):
    """A member subscribed to shares."""

    key = "shares.subscribed"
    sentence = nt_by(
        "shares",
        "Entry %(number)s: %(shares)s share subscribed by member %(member_number)s.",
        "Entry %(number)s: %(shares)s shares subscribed by member %(member_number)s.",
    )
    number: int
    member: int
    member_number: int
    shares: int
    effective_on: str


@dataclass(frozen=True, kw_only=True)
class ManySharesSubscribed(Event):
    """Many members subscribed to shares at once; the numbers of the entries follow one another."""

    key = "shares.many_subscribed"
    sentence = t(
        "Entries %(first)s to %(last)s: subscriptions entered together (shares: %(shares)s, members: %(count)s)."
    )
    first: int
    last: int
    count: int
    shares: int
    effective_on: str


@dataclass(frozen=True, kw_only=True)
class SharePaymentRecorded(Event):
    """Money came in for a subscription."""

    key = "shares.paid"
    sentence = t("%(amount)s was received for the subscription of entry %(number)s.")
    payment: int
    number: int
    amount: str


@dataclass(frozen=True, kw_only=True)
class SharePaymentCorrected(Event):
    """A payment was recorded by mistake, or went back."""

    key = "shares.payment_corrected"
    sentence = t("The payment of %(amount)s for the subscription of entry %(number)s was corrected.")
    payment: int
    number: int
    amount: str


@dataclass(frozen=True, kw_only=True)
class SharesTransferred(Event):
    """A member gave shares to another."""

    key = "shares.transferred"
    sentence = nt_by(
        "shares",
        "Entry %(number)s: %(shares)s share went from member %(giver)s to member %(receiver)s.",
        "Entry %(number)s: %(shares)s shares went from member %(giver)s to member %(receiver)s.",
    )
    number: int
    giver: int
    receiver: int
    shares: int
    effective_on: str


@dataclass(frozen=True, kw_only=True)
class WithdrawalRequested(Event):
    """Shares are waiting to be redeemed."""

    key = "shares.withdrawal_requested"
    sentence = nt_by(
        "shares",
        "The withdrawal of %(shares)s share of member %(member_number)s was put in the queue.",
        "The withdrawal of %(shares)s shares of member %(member_number)s was put in the queue.",
    )
    withdrawal: int
    member: int
    member_number: int
    shares: int
    cause: str
    requested_on: str


@dataclass(frozen=True, kw_only=True)
class WithdrawalReduced(Event):
    """Shares of a leaver are no longer waiting: they went to someone else, or never were."""

    key = "shares.withdrawal_reduced"
    sentence = nt_by(
        "shares",
        "The withdrawal of member %(member_number)s in the queue is now of %(shares)s share.",
        "The withdrawal of member %(member_number)s in the queue is now of %(shares)s shares.",
    )
    withdrawal: int
    member: int
    member_number: int
    shares: int


@dataclass(frozen=True, kw_only=True)
class WithdrawalCancelled(Event):
    """Shares will not be redeemed after all."""

    key = "shares.withdrawal_cancelled"
    sentence = nt_by(
        "shares",
        "The withdrawal of %(shares)s share of member %(member_number)s was taken back.",
        "The withdrawal of %(shares)s shares of member %(member_number)s was taken back.",
    )
    withdrawal: int
    member: int
    member_number: int
    shares: int


@dataclass(frozen=True, kw_only=True)
class SharesRedeemed(Event):
    """A withdrawal was executed: the shares are gone and money is due."""

    key = "shares.redeemed"
    sentence = nt_by(
        "shares",
        "Entry %(number)s: %(shares)s share of member %(member_number)s was redeemed.",
        "Entry %(number)s: %(shares)s shares of member %(member_number)s were redeemed.",
    )
    number: int
    withdrawal: int
    member: int
    member_number: int
    shares: int
    effective_on: str


@dataclass(frozen=True, kw_only=True)
class SharesRepaid(Event):
    """The money of redeemed shares went back."""

    key = "shares.repaid"
    sentence = t("%(amount)s was repaid to member %(member_number)s for redeemed shares.")
    withdrawal: int
    member: int
    member_number: int
    amount: str
    repaid_on: str


@dataclass(frozen=True, kw_only=True)
class SharesCancelled(Event):
    """Shares were cancelled without being redeemed."""

    key = "shares.cancelled"
    sentence = nt_by(
        "shares",
        "Entry %(number)s: %(shares)s share of member %(member_number)s was cancelled.",
        "Entry %(number)s: %(shares)s shares of member %(member_number)s were cancelled.",
    )
    number: int
    member: int
    member_number: int
    shares: int
    effective_on: str


@dataclass(frozen=True, kw_only=True)
class ShareEntryCorrected(Event):
    """An entry was undone by a new one."""

    key = "shares.corrected"
    sentence = t("Entry %(number)s corrects entry %(corrected)s of the register of shares.")
    number: int
    corrected: int


@dataclass(frozen=True, kw_only=True)
class PaymentsCalled(Event):
    """What is due on shares was called for."""

    key = "shares.called"
    sentence = nt_by(
        "count",
        "%(count)s call for payment was made, to be paid by %(pay_by)s.",
        "%(count)s calls for payment were made, to be paid by %(pay_by)s.",
    )
    count: int
    pay_by: str


@dataclass(frozen=True, kw_only=True)
class CallLettersPosted(Event):
    """Letters that call for payment were posted or handed over."""

    key = "shares.call_letters_posted"
    sentence = nt_by(
        "count",
        "%(count)s call for payment was posted or handed over.",
        "%(count)s calls for payment were posted or handed over.",
    )
    count: int


@dataclass(frozen=True, kw_only=True)
class MandateRecorded(Event):
    """A member let the cooperative debit an account."""

    key = "shares.mandate_recorded"
    sentence = t("Member %(member_number)s gave the direct debit mandate %(reference)s.")
    member: int
    member_number: int
    reference: str


@dataclass(frozen=True, kw_only=True)
class MandateEnded(Event):
    """A mandate is in force no longer."""

    key = "shares.mandate_ended"
    sentence = t("The direct debit mandate %(reference)s of member %(member_number)s ended.")
    member: int
    member_number: int
    reference: str


@dataclass(frozen=True, kw_only=True)
class DebitsOrdered(Event):
    """Direct debits were asked of the bank."""

    key = "shares.debits_ordered"
    sentence = nt_by(
        "count",
        "%(count)s direct debit was ordered for %(collected_on)s, under number %(order)s.",
        "%(count)s direct debits were ordered for %(collected_on)s, under number %(order)s.",
    )
    order: int
    count: int
    collected_on: str


@dataclass(frozen=True, kw_only=True)
class DebitsConfirmed(Event):
    """The bank said what became of an order."""

    key = "shares.debits_confirmed"
    sentence = nt_by(
        "paid",
        "Order %(order)s: %(paid)s direct debit was paid (came back: %(returned)s).",
        "Order %(order)s: %(paid)s direct debits were paid (came back: %(returned)s).",
    )
    order: int
    paid: int
    returned: int


@dataclass(frozen=True, kw_only=True)
class DebitsCancelled(Event):
    """An order was taken back as a whole."""

    key = "shares.debits_cancelled"
    sentence = nt_by(
        "count",
        "Order %(order)s of %(count)s direct debit was cancelled.",
        "Order %(order)s of %(count)s direct debits was cancelled.",
    )
    order: int
    count: int


EVENTS = (
    SharesSubscribed,
    ManySharesSubscribed,
    SharePaymentRecorded,
    SharePaymentCorrected,
    SharesTransferred,
    WithdrawalRequested,
    WithdrawalReduced,
    WithdrawalCancelled,
    SharesRedeemed,
    SharesRepaid,
    SharesCancelled,
    ShareEntryCorrected,
    PaymentsCalled,
    CallLettersPosted,
    MandateRecorded,
    MandateEnded,
    DebitsOrdered,
    DebitsConfirmed,
    DebitsCancelled,
)
