"""Forms of the ateliers."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from collegial.plugin import (
    AmountField,
    Form,
    MoneyForm,
    OnceForm,
    Participation,
    Priority,
    choose_one,
    row_number,
    worded,
)
from collegial_atelier.models import FundingState, ProductionKind, ProspectRole, Sponsor
from collegial_atelier.rounds import Round
from collegial_atelier.rules import AtelierKind, Size, Spot
from collegial_atelier.services.publishing import LICENCES

_REQUIRED = InputRequired(_l("This answer is needed."))
_WRITTEN = DataRequired(_l("This answer is needed."))
_DAY = InputRequired(_l("Write a date."))
_UNKNOWN = _l("Choose one from the list.")
_SHORT = Length(max=200, message=_l("Use at most 200 characters."))
_LONG = Length(max=50_000)


def _between(low: int, high: int) -> NumberRange:
    return NumberRange(low, high, _l("Give a number between %(min)s and %(max)s."))


def _actor(label: str, *, needed: bool = True) -> StringField:
    hint = _l("The name in the directory, or enough of it to mean one.")
    return StringField(label, description=hint, validators=[_WRITTEN if needed else Optional(), _SHORT])


class AtelierForm(OnceForm):
    """A new atelier."""

    side_by_side = (("starts_on", "ends_on"), ("least", "most"))

    kind = RadioField(
        _l("Kind"),
        choices=[
            SelectChoice(AtelierKind.EXCHANGE.value, _l("Exchange of practices (EP)")),
            SelectChoice(AtelierKind.QUESTION.value, _l("Resolution of a question (RQ)")),
        ],
        invalid_choice_message=_UNKNOWN,
        validators=[_REQUIRED],
    )
    title = StringField(_l("Title"), validators=[_WRITTEN, _SHORT])
    question = TextAreaField(_l("Common question"), validators=[_WRITTEN, _LONG])
    themes = TextAreaField(
        _l("Themes"), description=_l("One per line, if there are several."), validators=[Optional(), _LONG]
    )
    priority_key = SelectField(
        _l("Priority"),
        coerce=lambda value: value or None,
        invalid_choice_message=_UNKNOWN,
        validators=[Optional()],
    )
    starts_on = DateField(_l("The season starts on"), validators=[_DAY])
    ends_on = DateField(_l("The season ends on"), validators=[_DAY])
    least = IntegerField(_l("Smallest group"), default=4, validators=[_REQUIRED, _between(1, 200)])
    most = IntegerField(_l("Largest group"), default=12, validators=[_REQUIRED, _between(1, 200)])
    needed = AmountField(
        _l("Money needed, in euros"), description=_l("Empty when none is needed."), validators=[Optional()]
    )

    def offer(self, priorities: Sequence[Priority]) -> None:
        """Fill the list."""
        none = SelectChoice("", lazy_pgettext("priority", "None"))
        self.priority_key.choices = [none, *(SelectChoice(one.key, worded(one).label) for one in priorities)]

    def facts(self) -> dict[str, Any]:
        """Return what `open_atelier` is told."""
        lines = (self.themes.data or "").splitlines()
        return {
            "kind": AtelierKind(self.kind.data),
            "title": self.title.data.strip(),
            "question": self.question.data.strip(),
            "themes": [line.strip()[:200] for line in lines if line.strip()],
            "priority_key": self.priority_key.data,
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data,
            "size": Size(least=self.least.data, most=self.most.data),
            "needed": self.needed.amount,
        }


class ProspectForm(Form):
    """A structure or an expert that was spotted."""

    actor = _actor(_l("Structure or expert"))
    role = RadioField(
        _l("As"),
        choices=[
            SelectChoice(ProspectRole.STRUCTURE.value, _l("Structure for the group")),
            SelectChoice(ProspectRole.EXPERT.value, _l("Expert to hear")),
        ],
        default=ProspectRole.STRUCTURE.value,
        invalid_choice_message=_UNKNOWN,
        validators=[_REQUIRED],
    )
    note = TextAreaField(_l("Why"), validators=[Optional(), _LONG])


class ProspectStateForm(Form):
    """What somebody answered to the call."""

    state = RadioField(
        _l("Answer"),
        choices=[
            SelectChoice(Spot.COMING.value, _l("Comes")),
            SelectChoice(Spot.DECLINED.value, _l("Declined")),
        ],
        invalid_choice_message=_UNKNOWN,
        validators=[_REQUIRED],
    )


class FundingForm(OnceForm):
    """A source of money."""

    source = StringField(
        _l("Source"),
        description=_l("A call for projects, a transfer of know-how, a partner…"),
        validators=[_WRITTEN, _SHORT],
    )
    amount = AmountField(_l("Amount, in euros"), validators=[_WRITTEN])
    state = RadioField(
        _l("State"),
        choices=[
            SelectChoice(FundingState.SOUGHT.value, _l("Sought")),
            SelectChoice(FundingState.FOUND.value, _l("Found")),
            SelectChoice(FundingState.REFUSED.value, lazy_pgettext("funding", "Refused")),
        ],
        default=FundingState.SOUGHT.value,
        invalid_choice_message=_UNKNOWN,
        validators=[_REQUIRED],
    )


class RoundForm(Form):
    """A funding round of another module."""

    number = SelectField(
        _l("Funding round"), coerce=row_number, invalid_choice_message=_UNKNOWN, validators=[_WRITTEN]
    )

    def fill(self, rounds: Sequence[Round]) -> None:
        """Fill the list of rounds."""
        self.number.choices = choose_one(SelectChoice(str(one["number"]), one["title"]) for one in rounds)


class ContractForm(Form):
    """The contract of a structure."""

    participation_id = SelectField(
        _l("Structure"), coerce=row_number, invalid_choice_message=_UNKNOWN, validators=[_WRITTEN]
    )
    person = _actor(_l("Professional that it sends"), needed=False)
    half_days = IntegerField(_l("Half days due"), validators=[_REQUIRED, _between(0, 1000)])
    compensation = AmountField(_l("Compensation, in euros"), validators=[_WRITTEN])

    def offer(self, parts: Sequence[Participation]) -> None:
        """Fill the list of structures."""
        self.participation_id.choices = choose_one(SelectChoice(str(one.id), one.actor.name) for one in parts)


class SignForm(Form):
    """When a contract was signed."""

    signed_on = DateField(_l("Signed by both sides on"), validators=[_DAY])


class DayForm(OnceForm):
    """What was done on a day."""

    done_on = DateField(_l("Day"), validators=[_DAY])
    half_days = RadioField(
        _l("How long"),
        choices=[SelectChoice("1", _l("Half a day")), SelectChoice("2", _l("A day"))],
        invalid_choice_message=_UNKNOWN,
        validators=[_REQUIRED],
    )
    what = StringField(_l("What was done"), validators=[_WRITTEN, _SHORT])


class PaymentForm(MoneyForm):
    """A part of a compensation."""

    amount = AmountField(_l("Amount, in euros"), validators=[_WRITTEN])
    paid_on = DateField(_l("Paid on"), validators=[_DAY])
    reference = StringField(_l("Reference"), validators=[Optional(), Length(max=100)])


class SeasonForm(Form):
    """The meetings of the season."""

    first_at = DateTimeLocalField(
        _l("First meeting"), format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], validators=[_DAY]
    )
    number = IntegerField(_l("Number of meetings"), default=6, validators=[_REQUIRED, _between(0, 1000)])
    weeks = IntegerField(
        _l("Weeks from one to the next"), default=2, validators=[_REQUIRED, _between(0, 1000)]
    )


class ProductionForm(OnceForm):
    """What is made."""

    kind = SelectField(
        _l("Kind"),
        choices=[
            SelectChoice(ProductionKind.BROCHURE.value, _l("Brochure")),
            SelectChoice(ProductionKind.GUIDE.value, _l("Guide")),
            SelectChoice(ProductionKind.CONFERENCE.value, _l("Conference")),
            SelectChoice(ProductionKind.FILM.value, _l("Film")),
            SelectChoice(ProductionKind.OTHER.value, _l("Other")),
        ],
        invalid_choice_message=_UNKNOWN,
    )
    title = StringField(_l("Title"), validators=[_WRITTEN, _SHORT])
    summary = TextAreaField(_l("What it is about"), validators=[_WRITTEN, _LONG])


class EditForm(Form):
    """A production with its licence and its files."""

    title = StringField(_l("Title"), validators=[_WRITTEN, _SHORT])
    summary = TextAreaField(_l("What it is about"), validators=[_WRITTEN, _LONG])
    licence = SelectField(
        _l("Licence"),
        coerce=lambda value: value or None,
        choices=[SelectChoice("", _l("Not chosen yet")), *(SelectChoice(one, one) for one in LICENCES)],
        invalid_choice_message=_UNKNOWN,
        validators=[Optional()],
    )
    cover = FileField(_l("Cover"), description=_l("A picture: PNG or JPEG."), validators=[Optional()])
    file = FileField(
        _l("File to take away"),
        description=_l("Needed before it is published, except for a conference."),
        validators=[Optional()],
    )


class SponsorForm(Form):
    """A structure that helps others."""

    actor_id = SelectField(
        _l("Structure"), coerce=row_number, invalid_choice_message=_UNKNOWN, validators=[_WRITTEN]
    )
    offer = TextAreaField(_l("What it offers"), validators=[_WRITTEN, _LONG])
    capacity = IntegerField(
        _l("How many structures it can help"), default=2, validators=[_REQUIRED, _between(0, 1000)]
    )

    def fill(self, parts: Sequence[Participation]) -> None:
        """Fill the list of structures."""
        self.actor_id.choices = choose_one(SelectChoice(str(one.actor_id), one.actor.name) for one in parts)


class HelpForm(OnceForm):
    """A structure that needs help."""

    actor = _actor(_l("Structure"))
    need = TextAreaField(_l("What it needs help with"), validators=[_WRITTEN, _LONG])


class MatchForm(Form):
    """The sponsor that helps."""

    sponsor_id = SelectField(
        _l("Sponsor"), coerce=row_number, invalid_choice_message=_UNKNOWN, validators=[_WRITTEN]
    )

    def fill(self, sponsors: Sequence[Sponsor]) -> None:
        """Fill the list of sponsors."""
        self.sponsor_id.choices = choose_one(SelectChoice(str(one.id), one.actor.name) for one in sponsors)


class CloseForm(Form):
    """What became of a request."""

    outcome = RadioField(
        _l("What became of it"),
        choices=[
            SelectChoice("done", _l("The help was given")),
            SelectChoice("withdrawn", _l("It is no longer wanted")),
        ],
        invalid_choice_message=_UNKNOWN,
        validators=[_REQUIRED],
    )
    note = TextAreaField(_l("Note"), validators=[Optional(), _LONG])
