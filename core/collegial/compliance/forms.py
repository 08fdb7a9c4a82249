"""Forms of compliance: a review that was held, and the figures of a surplus."""

from collections.abc import Sequence
from fractions import Fraction

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from collegial.assemblies.models import Assembly
from collegial.compliance.rules import Surplus
from collegial.compliance.services import ReviewFacts
from collegial.web.forms import AmountField, Form, OnceForm, SignedAmountField, row_number
from collegial.web.hours import DayField
from collegial.web.languages import written_day
from collegial.web.marks import NEEDED, WRITTEN
from collegial.web.percents import PercentField


class ReviewForm(OnceForm):
    """A cooperative review."""

    period_starts_on = DayField(_l("First day of the period reviewed"), validators=[WRITTEN])
    period_ends_on = DayField(_l("Last day of the period reviewed"), validators=[WRITTEN])
    held_on = DayField(_l("Day of the review"), validators=[WRITTEN])
    reviewer = StringField(_l("Reviewer"), validators=[WRITTEN, Length(max=200)])
    findings = TextAreaField(_l("What the report says, in short"), validators=[WRITTEN])
    assembly_id = SelectField(
        _l("Assembly that discussed the report"),
        coerce=row_number,
        invalid_choice_message=_l("Choose one from the list."),
        validators=[Optional()],
    )

    def offer(self, assemblies: Sequence[Assembly]) -> None:
        """Fill the list of assemblies."""
        named = [
            SelectChoice(str(one.id), f"{one.title} · {written_day(one.starts_at)}") for one in assemblies
        ]
        self.assembly_id.choices = [SelectChoice("", _l("Not discussed yet")), *named]

    def facts(self) -> ReviewFacts:
        """Return what is recorded."""
        return ReviewFacts(
            period_starts_on=self.period_starts_on.data, period_ends_on=self.period_ends_on.data,
            held_on=self.held_on.data, reviewer=self.reviewer.data, findings=self.findings.data,
            assembly_id=self.assembly_id.data,
        )  # fmt: skip


class SurplusForm(Form):
    """The figures of a year."""

    result = SignedAmountField(_l("Result of the year, in euros"), validators=[NEEDED])
    subsidies = AmountField(
        _l("Subsidies in the result, in euros"),
        description=_l("Interest on shares is never paid from subsidies."),
    )
    legal_reserve_is_full = BooleanField(_l("The legal reserve has reached its limit"))
    paid_capital = AmountField(_l("Paid capital, in euros"), validators=[NEEDED])
    mean_rate = PercentField(
        _l("Mean of the last three average bond rates (TMO), in %"),
        description=_l("As the ministry publishes them each half-year. For example 3.12."),
        validators=[NEEDED],
    )
    interest = AmountField(_l("Interest that the assembly would pay on the shares, in euros"))

    def surplus(self) -> Surplus:
        """Return what the calculator is told."""
        return Surplus(
            result=self.result.amount, subsidies=self.subsidies.amount, paid_capital=self.paid_capital.amount,
            mean_rate=self.mean_rate.exact or Fraction(0), interest=self.interest.amount,
            legal_reserve_is_full=self.legal_reserve_is_full.data,
        )  # fmt: skip
