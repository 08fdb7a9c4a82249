"""The forms of a season: contracts, days, payments and meetings."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import Length, Optional

from collegial.plugin import (
    AmountField,
    DayField,
    Form,
    HourField,
    MoneyForm,
    OnceForm,
    Participation,
    choose_one,
    row_number,
)
from collegial_atelier.forms.answers import DAY, REQUIRED, SHORT, UNKNOWN, WRITTEN, actor_field, between


class ContractForm(Form):
    """The contract of a structure."""

    participation_id = SelectField(
        _l("Structure"), coerce=row_number, invalid_choice_message=UNKNOWN, validators=[WRITTEN]
    )
    person = actor_field(_l("Professional that it sends"), needed=False)
    half_days = IntegerField(_l("Half days due"), validators=[REQUIRED, between(0, 1000)])
    compensation = AmountField(_l("Compensation, in euros"), validators=[WRITTEN])

    def offer(self, parts: Sequence[Participation]) -> None:
        """Fill the list of structures."""
        self.participation_id.choices = choose_one(SelectChoice(str(one.id), one.actor.name) for one in parts)


class SignForm(Form):
    """When a contract was signed."""

    signed_on = DayField(_l("Signed by both sides on"), validators=[DAY])


class DayForm(OnceForm):
    """What was done on a day."""

    done_on = DayField(_l("Day"), validators=[DAY])
    half_days = RadioField(
        _l("How long"),
        choices=[SelectChoice("1", _l("Half a day")), SelectChoice("2", _l("A day"))],
        invalid_choice_message=UNKNOWN,
        validators=[REQUIRED],
    )
    what = StringField(_l("What was done"), validators=[WRITTEN, SHORT])


class PaymentForm(MoneyForm):
    """A part of a compensation."""

    amount = AmountField(_l("Amount, in euros"), validators=[WRITTEN])
    paid_on = DayField(_l("Paid on"), validators=[DAY])
    reference = StringField(_l("Reference"), validators=[Optional(), Length(max=100)])


class SeasonForm(Form):
    """The meetings of the season."""

    first_at = HourField(_l("First meeting"), format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], validators=[DAY])
    number = IntegerField(_l("Number of meetings"), default=6, validators=[REQUIRED, between(0, 1000)])
    weeks = IntegerField(_l("Weeks from one to the next"), default=2, validators=[REQUIRED, between(0, 1000)])
