"""Forms of the books."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from collegial.plugin import AmountField, DayField, Form, MoneyForm, OnceForm, say
from collegial_finance.ledger.chart import NAMES
from collegial_finance.ledger.models import LedgerAccount

_REQUIRED = InputRequired(_l("This answer is needed."))
_SHORT = Length(max=200, message=_l("Use at most 200 characters."))


class EntryForm(MoneyForm):
    """An amount that goes from one account to another."""

    on = DayField(_l("Day"), validators=[_REQUIRED])
    label = StringField(_l("What for"), validators=[_REQUIRED, _SHORT])
    credit = SelectField(_l("Account credited: where it comes from"), validators=[_REQUIRED])
    debit = SelectField(_l("Account debited: where it goes"), validators=[_REQUIRED])
    amount = AmountField(_l("Amount, in euros"), validators=[_REQUIRED])

    def offer(self, accounts: Sequence[LedgerAccount]) -> None:
        """Fill the lists of accounts."""
        known = {number: say(name) for number, name in NAMES.items()}
        known |= {one.number: one.name or known.get(one.number, "") for one in accounts}
        choices = [SelectChoice(number, f"{number} · {name}") for number, name in sorted(known.items())]
        self.debit.choices = self.credit.choices = [SelectChoice("", _l("Choose an account")), *choices]

    def facts(self) -> dict[str, Any]:
        """Return what `record_by_hand` is told."""
        return {
            "on": self.on.data, "label": self.label.data, "debit": self.debit.data, "credit": self.credit.data,
            "amount": self.amount.amount,
        }  # fmt: skip


class ReversalForm(OnceForm):
    """Why an entry is taken back, and on which day."""

    on = DayField(_l("Day of the reversal"), validators=[_REQUIRED])
    reason = TextAreaField(
        _l("Why it is taken back"),
        validators=[_REQUIRED, Length(max=500, message=_l("Use at most 500 characters."))],
    )


class ClosingForm(Form):
    """Through which day the books are closed."""

    through = DayField(
        _l("Last day to close"),
        description=_l(
            "Nothing can be written on that day or before it afterwards; this is never taken back."
        ),
        validators=[_REQUIRED],
    )


class AccountForm(Form):
    """An account to add to the chart."""

    number = StringField(
        _l("Number"),
        validators=[_REQUIRED, Length(max=20, message=_l("Use at most 20 characters."))],
        render_kw={"size": 14},
    )
    name = StringField(_l("Name"), validators=[_REQUIRED, _SHORT])
