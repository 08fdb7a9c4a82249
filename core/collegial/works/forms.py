"""The forms of common works: the statement before taking part, answers, duties, meetings."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from collegial.web.forms import Form, OnceForm, row_number
from collegial.web.hours import DayField, HourField
from collegial.web.languages import say
from collegial.web.marks import NEEDED, InMarkdown, Settled
from collegial.works.rules import DutyKind, Statement, faults_of

_WANTED = DataRequired(_l("Write something here."))
_DAY = InputRequired(_l("Write a date."))
_LONG = Length(max=20_000)


class _Asked:
    """Marks a field as needed; the rules say what it lacks, in words of their own."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, _form: Form, _field: object) -> None:
        """Accept anything."""


DUTIES = {
    DutyKind.INITIATIVE: _l("Initiative"),
    DutyKind.LOGISTICS: _l("Logistics"),
    DutyKind.SECRETARIAT: _l("Secretariat"),
    DutyKind.DISSEMINATION: _l("Dissemination"),
}


class JoinForm(Form):
    """What a structure states before it takes part; the rules say at which field it falls short."""

    structure = StringField(
        _l("Structure"),
        description=_l("Its name in the directory, or enough of it to mean one structure."),
        validators=[_WANTED, Length(max=200)],
    )
    collective_value = TextAreaField(
        _l("What all structures gain"),
        description=_l("The collective added value of this work for the social economy of the territory."),
        validators=[_Asked(), _LONG],
    )
    support = TextAreaField(_l("A support on one of its problems"), validators=[Optional(), _LONG, Settled()])
    service = TextAreaField(_l("A better service that it needs"), validators=[Optional(), _LONG, Settled()])
    network = TextAreaField(
        _l("A network with the stakeholders of its project"), validators=[Optional(), _LONG, Settled()]
    )
    brings = TextAreaField(_l("What it brings"), validators=[_Asked(), _LONG])
    hopes = TextAreaField(_l("What it hopes for"), validators=[Optional(), _LONG])
    accepts_charter = BooleanField(_l("The structure accepts the charter."))

    def offer_own(self, structures: Sequence[Any]) -> None:
        """Fill in the structure of a person who speaks for one."""
        if not self.is_submitted() and structures:
            self.structure.data = structures[0].name

    def validate(self, extra_validators: Any = None) -> bool:
        """Check, and tell all that the statement lacks at once."""
        is_sound = bool(super().validate(extra_validators))
        faults = faults_of(self.statement())
        for fault in faults:
            self[fault.field].errors = [*self[fault.field].errors, say(fault.text)]
        return is_sound and not faults

    def statement(self) -> Statement:
        """Return what was stated."""
        return Statement(
            collective_value=self.collective_value.data or "", support=self.support.data or "",
            service=self.service.data or "", network=self.network.data or "",
            brings=self.brings.data or "", hopes=self.hopes.data or "",
            accepts_charter=self.accepts_charter.data,
        )  # fmt: skip


class RefusalForm(Form):
    """Why a structure is refused."""

    reason = TextAreaField(_l("Reason"), validators=[_WANTED, _LONG])


class GainForm(Form):
    """What a structure got."""

    gained = TextAreaField(_l("What the structure got from this work"), validators=[_WANTED, _LONG])


class CharterForm(OnceForm):
    """A new version of the charter."""

    text = TextAreaField(
        _l("Text of the charter"),
        validators=[_WANTED, Length(max=50_000), InMarkdown()],
    )


class DutyForm(OnceForm):
    """One more thing that the pole sees to."""

    kind = SelectField(_l("Kind"), choices=[SelectChoice(one.value, name) for one, name in DUTIES.items()])
    label = StringField(_l("What is to be done"), validators=[_WANTED, Length(max=200)])
    due_on = DayField(_l("Until"), validators=[Optional()])


class CallOffWorkForm(OnceForm):
    """Why a work is called off."""

    reason = TextAreaField(
        _l("Why"),
        description=_l("Everyone reads it on the page of the work, whoever takes part in a letter too."),
        validators=[NEEDED, Length(max=2000)],
    )


class WorkMeetingForm(Form):
    """A meeting of a work."""

    title = StringField(_l("Title"), validators=[_WANTED, Length(max=200)])
    starts_at = HourField(_l("Day and time"), format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], validators=[_DAY])
    minutes_long = IntegerField(
        _l("Minutes it lasts"),
        default=120,
        validators=[NumberRange(1, 1440, _l("Write a whole number, one or more."))],
    )
    host_id = SelectField(_l("Host"), coerce=row_number, validate_choice=False, validators=[Optional()])
    place = StringField(_l("Place"), validators=[Optional(), Length(max=200)])
    agenda = TextAreaField(_l("Agenda"), validators=[Optional(), Length(max=50_000)])
    minutes = TextAreaField(_l("Minutes"), validators=[Optional(), Length(max=100_000)])
    revision = HiddenField()

    def before_it(self) -> None:
        """Ask only what can be known before the meeting."""
        del self.minutes

    def offer(self, hosts: Sequence[Any]) -> None:
        """Fill the list of hosts."""
        first = SelectChoice("", _l("Not chosen yet"))
        self.host_id.choices = [first, *(SelectChoice(str(one.id), one.name) for one in hosts)]


class AttendanceForm(Form):
    """Who came."""

    present = SelectMultipleField(
        _l("Structures that came"),
        coerce=row_number,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, structures: Sequence[Any], there: Sequence[int]) -> None:
        """Fill the list, with those already recorded ticked."""
        self.present.choices = [SelectChoice(str(one.id), one.name) for one in structures]
        if not self.is_submitted():
            self.present.data = list(there)


class WorkDecisionForm(OnceForm):
    """Something decided at a meeting."""

    text = TextAreaField(_l("What was decided"), validators=[_WANTED, _LONG])
