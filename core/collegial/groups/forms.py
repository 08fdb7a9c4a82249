"""The forms of groups: a group, who belongs to it, a meeting."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from collegial.groups.models import GroupKind
from collegial.web.forms import Form
from collegial.web.hours import DayField, HourField
from collegial.web.money_forms import UnlikeForm

_WANTED = DataRequired(_l("Write something here."))
_DAY = InputRequired(_l("Write a date."))
KINDS = {
    GroupKind.PILOT: _l("Pilot group"),
    GroupKind.FOLLOW_UP: _l("Follow-up group"),
    GroupKind.BOARD: _l("Board"),
    GroupKind.WORKING: _l("Working group"),
}


class GroupForm(UnlikeForm):
    """Form a group."""

    name = StringField(_l("Name"), validators=[_WANTED, Length(max=200)])
    kind = SelectField(_l("Kind"), choices=[(one.value, label) for one, label in KINDS.items()])
    mandate = TextAreaField(_l("Mandate"), validators=[Optional(), Length(max=20_000)])


class MandateForm(Form):
    """Change what a group is called and for."""

    name = StringField(_l("Name"), validators=[_WANTED, Length(max=200)])
    mandate = TextAreaField(_l("Mandate"), validators=[Optional(), Length(max=20_000)])


class JoinForm(Form):
    """Let somebody belong to a group."""

    actor = StringField(
        _l("Who"),
        description=_l("A name of the directory, or enough of it to mean one person or organisation."),
        validators=[_WANTED, Length(max=200)],
    )
    title = StringField(_l("Role in the group"), validators=[Optional(), Length(max=100)])
    starts_on = DayField(_l("From"), validators=[_DAY])
    term_ends_on = DayField(
        _l("End of the term"),
        description=_l("Where there is one. The seat lasts until its end is recorded."),
        validators=[Optional()],
    )
    sure = HiddenField()


class LeaveForm(Form):
    """End somebody's time in a group."""

    ends_on = DayField(_l("Until"), description=_l("The first day that no longer counts."), validators=[_DAY])


class MeetingForm(Form):
    """A meeting of a group."""

    title = StringField(_l("Title"), validators=[_WANTED, Length(max=200)])
    starts_at = HourField(_l("Day and time"), format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], validators=[_DAY])
    minutes_long = IntegerField(
        _l("Minutes it lasts"),
        default=120,
        validators=[NumberRange(1, 1440, _l("Write a whole number, one or more."))],
    )
    place = StringField(_l("Place"), validators=[Optional(), Length(max=200)])
    agenda = TextAreaField(_l("Agenda"), validators=[Optional(), Length(max=50_000)])
    minutes = TextAreaField(_l("What was said and decided"), validators=[Optional(), Length(max=100_000)])
    revision = HiddenField()

    def before_it(self) -> None:
        """Ask only what can be known before the meeting."""
        del self.minutes
