"""The forms of carrying out: a step of an action, the decision that adopted a proposal."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from collegial.kernel.money import Money
from collegial.proposals.models import CarryingState
from collegial.web.forms import AmountField, Form, OnceForm
from collegial.web.hours import DayField

STATES = {
    CarryingState.TO_DO: _l("To do"),
    CarryingState.UNDER_WAY: _l("Under way"),
    CarryingState.DONE: lazy_pgettext("action", "Done"),
    CarryingState.DROPPED: _l("Dropped"),
}


class StepForm(OnceForm):
    """How an action stands."""

    state = RadioField(
        _l("How far it is"),
        choices=[SelectChoice(one.value, label) for one, label in STATES.items()],
        validators=[InputRequired(_l("Choose an answer."))],
    )
    owner = StringField(
        _l("Who carries it"),
        description=_l("A body or a function, rather than a person’s name."),
        validators=[Optional(), Length(max=200)],
    )
    starts_on = DayField(_l("From"), validators=[Optional()])
    due_on = DayField(_l("Due on"), validators=[Optional()])
    budget = AmountField(_l("Budget in euros"), validators=[Optional()])
    budget_line = StringField(
        _l("Budget line"),
        description=_l("Where the money stands: a fund, a line of the budget, a funder."),
        validators=[Optional(), Length(max=200)],
    )
    note = TextAreaField(_l("Report"), validators=[Optional(), Length(max=50_000)])
    evidence = FileField(
        _l("Evidence"), description=_l("PDF, ODT, DOCX, XLSX, CSV, TXT, PNG or JPEG, 10 MB at most.")
    )

    @property
    def amount(self) -> Money | None:
        """Return the budget that was written; None for none."""
        return self.budget.amount if self.budget.data else None


class AdoptionForm(Form):
    """Name the decision of the register that adopted a proposal."""

    decision = SelectField(_l("Decision of the register"), coerce=int)
