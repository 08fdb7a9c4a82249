"""Forms of the register of shares."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from collegial.shares.models import PaymentMethod
from collegial.shares.services import NewPayment
from collegial.shares.services.checking import LONGEST_REASON
from collegial.shares.services.debiting import LONGEST_HOLDER
from collegial.shares.services.paying import LONGEST_REFERENCE
from collegial.shares.words import METHODS
from collegial.web.forms import AmountField, OnceForm
from collegial.web.hours import DayField
from collegial.web.marks import NEEDED, WRITTEN
from collegial.web.money_forms import MoneyForm


def _method() -> RadioField:
    choices = [SelectChoice(one.value, _l(text.msgid)) for one, text in METHODS.items()]
    return RadioField(
        _l("How it was paid"), choices=choices, default=PaymentMethod.TRANSFER.value, validators=[NEEDED]
    )


def _shares(label: str) -> IntegerField:
    return IntegerField(label, validators=[NEEDED])


def _reason(label: str, *, needed: bool) -> TextAreaField:
    first = WRITTEN if needed else Optional()
    return TextAreaField(
        label,
        description=_l("It stays in the register."),
        validators=[first, Length(max=LONGEST_REASON)],
    )


class SubscriptionForm(MoneyForm):
    """A subscription and what is paid with it."""

    shares = _shares(_l("Number of shares"))
    effective_on = DayField(_l("Day of the subscription"), validators=[NEEDED])
    amount = AmountField(
        _l("Paid with the subscription, in euros"),
        description=_l("As 1234.50 or 1 234,50."),
        validators=[WRITTEN, Length(max=30)],
    )
    method = _method()
    reference = StringField(
        _l("Reference of the payment"), validators=[Optional(), Length(max=LONGEST_REFERENCE)]
    )
    reason = _reason(_l("Remark"), needed=False)

    def payment(self) -> NewPayment | None:
        """Return the first payment; None when nothing was paid."""
        if not self.amount.amount:
            return None
        return NewPayment(
            amount=self.amount.amount, method=PaymentMethod(self.method.data),
            received_on=self.effective_on.data, reference=self.reference.data or None,
        )  # fmt: skip


class PaymentForm(MoneyForm):
    """A payment that came in for a subscription."""

    amount = AmountField(
        _l("Amount in euros"),
        description=_l("As 1234.50 or 1 234,50."),
        validators=[WRITTEN, Length(max=30)],
    )
    method = _method()
    received_on = DayField(_l("Received on"), validators=[NEEDED])
    reference = StringField(
        _l("Reference of the payment"), validators=[Optional(), Length(max=LONGEST_REFERENCE)]
    )


class TransferForm(MoneyForm):
    """A transfer to another member."""

    receiver = StringField(
        _l("Member who receives the shares"),
        description=_l("Write the member’s number, or the full name. A new person is admitted first."),
        validators=[WRITTEN, Length(max=200)],
    )
    shares = _shares(_l("Number of shares"))
    effective_on = DayField(_l("Day of the transfer"), validators=[NEEDED])
    reason = _reason(_l("Remark"), needed=False)


class WithdrawalForm(OnceForm):
    """Shares to be redeemed for a member who stays."""

    shares = _shares(_l("Number of shares"))
    requested_on = DayField(
        _l("Day of the request"),
        description=_l("It gives the place in the queue."),
        validators=[NEEDED],
    )


class ExecutionForm(OnceForm):
    """The redemption of what waits."""

    effective_on = DayField(_l("Day of the redemption"), validators=[NEEDED])
    loss_per_share = AmountField(
        _l("Loss borne by each share, in euros"),
        description=_l("As the last accounts that were approved show it; empty when there is none."),
        validators=[Length(max=30)],
    )
    repay_by = DayField(
        _l("To be repaid by"),
        description=_l("Leave it empty for the end of the time that the statutes allow."),
        validators=[Optional()],
    )


class CancellationForm(OnceForm):
    """Shares that cease to exist."""

    shares = _shares(_l("Number of shares"))
    effective_on = DayField(_l("Day of the cancellation"), validators=[NEEDED])
    reason = _reason(_l("Reason and decision"), needed=True)


class CorrectionForm(OnceForm):
    """The undoing of an entry or of a payment."""

    reason = _reason(_l("Why it is corrected"), needed=True)


class RepaymentForm(OnceForm):
    """Money that went back to a member."""

    repaid_on = DayField(_l("Repaid on"), validators=[NEEDED])


class _ChoiceForm(OnceForm):
    """The base of the forms in which lines of a table are ticked."""

    chosen = SelectMultipleField(_l("Chosen lines"), coerce=int, validate_choice=False)

    def offer(self, ids: Sequence[int]) -> None:
        """Say which lines can be ticked; others are dropped in silence: they are settled meanwhile."""
        self.chosen.choices = [SelectChoice(one, str(one)) for one in ids]
        if self.chosen.data:
            self.chosen.data = [one for one in self.chosen.data if one in set(ids)]


class CallsForm(_ChoiceForm):
    """Calls for payment, for the subscriptions that are ticked."""

    pay_by = DayField(_l("To be paid by"), validators=[NEEDED])


class MandateForm(OnceForm):
    """A mandate as it was signed on paper."""

    holder = StringField(_l("Holder of the account"), validators=[WRITTEN, Length(max=LONGEST_HOLDER)])
    iban = StringField(_l("IBAN"), validators=[WRITTEN, Length(max=60)])
    signed_on = DayField(_l("Signed on"), validators=[NEEDED])


class EndMandateForm(OnceForm):
    """The end of a mandate."""

    ended_on = DayField(_l("Ended on"), validators=[NEEDED])


class OrderForm(OnceForm):
    """Direct debits to be ordered."""

    until = DayField(
        _l("All that is due up to"),
        description=_l(
            "A day far ahead debits all that is not paid yet, as the board may call for it earlier."
        ),
        validators=[NEEDED],
    )
    collected_on = DayField(_l("Day of the debit"), validators=[NEEDED])


class ConfirmForm(_ChoiceForm):
    """What the bank did with an order; the lines that are ticked came back unpaid."""

    confirmed_on = DayField(_l("Paid by the bank on"), validators=[NEEDED])
