"""Forms of the sizing; that of a line has as many years as its scenario."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import Field, IntegerField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from collegial.plugin import (
    ZERO,
    Actor,
    AmountField,
    DayField,
    ExactField,
    Form,
    OnceForm,
    PercentField,
    row_number,
    say,
)
from collegial_sizing.models import SizingLine
from collegial_sizing.rules.plan import KINDS, MOST_YEARS, Amount, LineKind, Section
from collegial_sizing.services import LineFields, ScenarioFields
from collegial_sizing.words import KINDS as KIND_NAMES
from collegial_sizing.words import quantity_of

REQUIRED = InputRequired(_l("This answer is needed."))
SHORT = Length(max=200, message=_l("Use at most 200 characters."))
LUMP = Fraction(1)
# Of these a year is one amount; of the others, a quantity at a price.
LUMP_SECTIONS = (Section.EXTERNAL, Section.RESOURCES)


class ScenarioForm(OnceForm):
    """A scenario; its number of years is asked once."""

    side_by_side = (("starts_on", "years"), ("opening_cash", "public_limit"))

    title = StringField(_l("Title"), validators=[REQUIRED, SHORT])
    note = TextAreaField(_l("What this scenario supposes"), validators=[Optional()])
    proposal_id = SelectField(
        _l("Proposal that it sizes"), coerce=row_number, validate_choice=False, validators=[Optional()]
    )
    starts_on = DayField(_l("First month"), description=_l("Any day of that month."), validators=[REQUIRED])
    years = IntegerField(
        _l("Number of years"),
        default=4,
        validators=[
            REQUIRED, NumberRange(min=1, max=MOST_YEARS, message=_l("Give a number between 1 and 10."))
        ],
    )  # fmt: skip
    opening_cash = AmountField(
        _l("Cash at the start, in euros"),
        description=_l("Capital paid in and loans received before the first month."),
        validators=[Optional()],
    )
    public_limit = PercentField(
        _l("Limit of the public share, in %"),
        description=_l("Part of the resources that public bodies may bring at most, such as 80."),
        validators=[Optional()],
    )

    def offer(self, proposals: Mapping[int, str]) -> None:
        """Fill the list of proposals."""
        named = [SelectChoice(str(key), title) for key, title in proposals.items()]
        self.proposal_id.choices = [SelectChoice("", _l("No proposal")), *named]

    def facts(self) -> ScenarioFields:
        """Return what the services are told."""
        return ScenarioFields(
            title=self.title.data, note=self.note.data or "", proposal_id=self.proposal_id.data,
            starts_on=self.starts_on.data, years=self.years.data if "years" in self else 1,
            opening_cash=self.opening_cash.amount, public_limit=self.public_limit.exact,
        )  # fmt: skip


class CopyForm(OnceForm):
    """The title of a copy."""

    title = StringField(_l("Title of the copy"), validators=[REQUIRED, SHORT])


class RateForm(Form):
    """A rate of the employer's charges."""

    starts_on = DayField(_l("In force from"), validators=[REQUIRED])
    rate = PercentField(
        _l("Employer’s charges, in %"),
        description=_l("Part of the gross wage that comes on top of it, such as 42."),
        validators=[REQUIRED],
    )
    source = StringField(
        _l("Where the rate comes from"),
        description=_l("The payroll office, the estimate of a simulator, an agreement."),
        validators=[REQUIRED, SHORT],
    )


class LineForm(OnceForm):
    """A line; the amounts of its years are added by `line_form`."""

    section: Section
    last_year: int

    kind = SelectField(_l("Kind"), choices=[], validators=[REQUIRED])
    label = StringField(_l("What for"), validators=[REQUIRED, SHORT])
    funder_id = SelectField(
        _l("Funder"), choices=[], coerce=row_number, validate_choice=False, validators=[Optional()]
    )
    life_years = IntegerField(
        _l("Years of use"),
        description=_l("The price is spread evenly over them."),
        validators=[REQUIRED],
    )
    pay_month = IntegerField(_l("Month of payment"), validators=[Optional()])
    action_key = SelectField(_l("Action that it pays for"), choices=[], validators=[Optional()])

    def offer(self, funders: Sequence[Actor], actions: Sequence[tuple[str, str]]) -> None:
        """Fill the lists."""
        self.kind.choices = [SelectChoice(one.value, say(KIND_NAMES[one])) for one in KINDS[self.section]]
        none = SelectChoice("", _l("None"))
        no_action = SelectChoice("", lazy_pgettext("action", "None"))
        if "funder_id" in self:
            self.funder_id.choices = [none, *(SelectChoice(str(one.id), one.name) for one in funders)]
        if "action_key" in self:
            self.action_key.choices = [no_action, *(SelectChoice(key, title) for key, title in actions)]

    @property
    def by_year(self) -> Sequence[tuple[int, Sequence[Field]]]:
        """Return the fields of each year."""
        names = ("unit",) if self.section in LUMP_SECTIONS else ("quantity", "unit")
        return [(year, [self[f"{name}_{year}"] for name in names]) for year in range(1, self.last_year + 1)]

    def facts(self) -> LineFields:
        """Return what `write_line` is told."""
        return LineFields(
            kind=LineKind(self.kind.data), label=self.label.data, amounts=tuple(self._amounts()),
            funder_id=self.funder_id.data if "funder_id" in self else None,
            pay_month=self.pay_month.data if "pay_month" in self else None,
            life_years=self.life_years.data if "life_years" in self else None,
            action_key=(self.action_key.data or None) if "action_key" in self else None,
        )  # fmt: skip

    def _amounts(self) -> list[Amount]:
        """Read the years; what is left empty is as in the year before."""
        quantity, unit, found = Fraction(0), ZERO, []
        for year, _ in self.by_year:
            if self.section in LUMP_SECTIONS:
                quantity = LUMP
            elif (typed := self[f"quantity_{year}"].exact) is not None:
                quantity = typed
            if (self[f"unit_{year}"].data or "").strip():
                unit = self[f"unit_{year}"].amount
            found.append(Amount(quantity=quantity, unit=unit))
        return found


_NEVER = {
    Section.TEAM: ("funder_id", "life_years", "pay_month"),
    Section.EXTERNAL: ("funder_id", "life_years"),
    Section.EQUIPMENT: ("funder_id",),
    Section.VOLUNTEERING: ("funder_id", "life_years", "pay_month", "action_key"),
    Section.RESOURCES: ("life_years", "action_key"),
}
_PAID = {
    Section.EXTERNAL: _l("Counted from the first month of its year; empty when it is paid evenly."),
    Section.EQUIPMENT: _l("In which month of its year it is bought; empty for the first."),
    Section.RESOURCES: _l(
        "Counted from the first month of its year; 13 is the first month of the next. Empty when it comes evenly."
    ),
}
_PRICE = {
    Section.TEAM: _l("Gross yearly wage at full time, or price of one, in euros"),
    Section.EXTERNAL: _l("Amount, in euros"),
    Section.EQUIPMENT: _l("Price of one, in euros"),
    Section.VOLUNTEERING: _l("Value of an hour, in euros"),
    Section.RESOURCES: _l("Amount, in euros"),
}


def line_form(section: Section, years: int, line: SizingLine | None = None) -> LineForm:
    """Return the form of a line of a section, filled in with the line that is to be changed."""
    quantity = _l("FTE, months, days, or 1 for a lump sum")
    if section is not Section.TEAM:
        quantity = _l(quantity_of(KINDS[section][0]).msgid)
    fields: dict[str, Any] = {"section": section, "last_year": years}
    for year in range(1, years + 1):
        wanted = [REQUIRED] if year == 1 else [Optional()]
        if section not in LUMP_SECTIONS:
            fields[f"quantity_{year}"] = ExactField(quantity, validators=wanted)
        fields[f"unit_{year}"] = AmountField(_PRICE[section], validators=wanted)
    form = type("LineOfYears", (LineForm,), fields)(data=_data(line) if line else None)
    for name in _NEVER[section]:
        del form[name]
    if "pay_month" in form:
        form.pay_month.description = _PAID[section]
    assert isinstance(form, LineForm)
    return form


def _data(line: SizingLine) -> dict[str, Any]:
    data: dict[str, Any] = {
        "kind": line.kind.value, "label": line.label, "funder_id": line.funder_id,
        "pay_month": line.pay_month, "life_years": line.life_years, "action_key": line.action_key or "",
    }  # fmt: skip
    for one in line.figures:
        data[f"quantity_{one.year}"] = one.quantity
        data[f"unit_{one.year}"] = one.unit
    return data
