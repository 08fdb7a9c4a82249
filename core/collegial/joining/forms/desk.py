"""Forms of the staff: what the board decided, what was paid, the words of consent."""

from collections.abc import Sequence
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from collegial.joining.models import Application, Verdict
from collegial.joining.services import NewReceipt, Sitting, VerdictOn
from collegial.shares.models import PaymentMethod
from collegial.shares.words import METHODS
from collegial.statutes.rules import StatuteRules
from collegial.web.forms import AmountField, Form, OnceForm
from collegial.web.hours import DayField
from collegial.web.marks import NEEDED, WRITTEN
from collegial.web.money_forms import MoneyForm

_LATER = "later"
_LONGEST = Length(max=5000)
_METHODS = [SelectChoice(method.value, _l(words.msgid)) for method, words in METHODS.items()]
_VERDICTS = [
    SelectChoice(_LATER, _l("Not decided at this sitting")),
    SelectChoice(Verdict.ACCEPT.value, _l("Accept")),
    SelectChoice(Verdict.WAIT.value, _l("Put on the waiting list")),
    SelectChoice(Verdict.REFUSE.value, _l("Refuse")),
]


class SittingForm(OnceForm):
    """What one sitting decided; `for_applications` adds the fields of each application."""

    body = StringField(
        _l("Who decided"),
        description=_l("The board, or the group to which the statutes give this right."),
        validators=[WRITTEN, Length(max=200)],
    )
    decided_on = DayField(_l("Day of the decision"), validators=[NEEDED])
    reasons = TextAreaField(
        _l("Reasons that hold for all"),
        description=_l("Where the decision stands in the minutes, and what guided it."),
        validators=[WRITTEN, _LONGEST],
    )

    def sitting(self) -> Sitting:
        """Return who decided, when and why."""
        return Sitting(
            body=self.body.data,
            decided_on=self.decided_on.data,
            reasons=self.reasons.data,
        )

    def details_of(self, one: Application) -> list[Field]:
        """Return the fields that say more on one application."""
        names = (f"{name}_{one.id}" for name in ("category", "college", "reason", "tells"))
        return [self[name] for name in names if name in self]

    def is_detailed(self, one: Application) -> bool:
        """Tell whether there is more to see on one application: a reason, another category, an error."""
        more = self[f"reason_{one.id}"].data or self[f"category_{one.id}"].data != one.category_key
        return bool(more or any(field.errors for field in self.details_of(one)))

    def verdicts(self, applications: Sequence[Application]) -> list[VerdictOn]:
        """Return what was decided on those that were decided at all."""
        return [self._verdict(one) for one in applications if self[f"verdict_{one.id}"].data != _LATER]

    def _verdict(self, one: Application) -> VerdictOn:
        college = self[f"college_{one.id}"].data if f"college_{one.id}" in self else None
        return VerdictOn(
            application_id=one.id, verdict=Verdict(self[f"verdict_{one.id}"].data),
            category_key=self[f"category_{one.id}"].data, college_key=college or None,
            reason=self[f"reason_{one.id}"].data or "", tells_reason=self[f"tells_{one.id}"].data,
        )  # fmt: skip


def sitting_form(applications: Sequence[Application], rules: StatuteRules) -> SittingForm:
    """Return the form of a sitting with the fields of each application, named by its number."""
    fields: dict[str, object] = {}
    for one in applications:
        fields |= _fields_on(one, rules)
    return cast("SittingForm", type("SittingOnForm", (SittingForm,), fields)())


def _fields_on(one: Application, rules: StatuteRules) -> dict[str, object]:
    fields: dict[str, object] = {
        f"verdict_{one.id}": SelectField(
            _l("Decision"), choices=_VERDICTS, default=_LATER, validators=[NEEDED]
        ),
        f"category_{one.id}": SelectField(
            _l("Category"),
            choices=[SelectChoice(rule.key, rule.name) for rule in rules.categories],
            default=one.category_key,
            validators=[NEEDED],
        ),
        f"reason_{one.id}": TextAreaField(
            _l("Reason for this one"), validators=[Optional(), _LONGEST], render_kw={"rows": 3}
        ),
        f"tells_{one.id}": BooleanField(_l("Give this reason in the letter of refusal")),
    }
    if rules.colleges and any(rule.college is None for rule in rules.categories):
        fields[f"college_{one.id}"] = SelectField(
            _l("College"),
            choices=[
                SelectChoice("", _l("The one that the statutes name for the category")),
                *(SelectChoice(rule.key, rule.name) for rule in rules.colleges),
            ],
            validators=[Optional()],
        )
    return fields


class ReceiptForm(MoneyForm):
    """A payment that came in."""

    amount = AmountField(_l("Amount in euros"), validators=[WRITTEN, Length(max=30)])
    method = RadioField(_l("How it was paid"), choices=_METHODS, validators=[NEEDED])
    received_on = DayField(
        _l("Received on"),
        description=_l("The day that counts: the shares take effect when the call is covered."),
        validators=[NEEDED],
    )
    reference = StringField(_l("Reference of the payment"), validators=[Optional(), Length(max=140)])

    def receipt(self) -> NewReceipt:
        """Return what the service is told."""
        return NewReceipt(
            amount=self.amount.amount, method=PaymentMethod(self.method.data),
            received_on=self.received_on.data, reference=self.reference.data or "",
        )  # fmt: skip


class GiveBackForm(OnceForm):
    """Money that went back."""

    method = RadioField(_l("How it went back"), choices=_METHODS, validators=[NEEDED])
    reference = StringField(_l("Reference of the payment"), validators=[Optional(), Length(max=140)])

    def way(self) -> PaymentMethod:
        """Return how the money went back."""
        return PaymentMethod(self.method.data)


class CorrectForm(OnceForm):
    """The correction of a line."""


class WordsForm(Form):
    """New words for a consent."""

    text = TextAreaField(
        _l("Words that people agree to"),
        description=_l(
            "Those who have agreed to earlier words are not asked again: their version stays on record."
        ),
        validators=[WRITTEN, _LONGEST],
    )
