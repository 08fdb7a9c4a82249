"""The forms of those who lead a sitting: an incident, a hand raised in the room."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from collegial.web.forms import Form, OnceForm


class IncidentForm(OnceForm):
    """What troubled the meeting."""

    text = TextAreaField(
        _l("What happened"),
        description=_l("It goes to the minutes, with the time."),
        validators=[DataRequired(_l("Write what happened.")), Length(max=2000)],
    )


class SpeakerForm(Form):
    """Who asks for the floor in the room."""

    who = StringField(
        _l("Who asks for the floor"),
        description=_l("Their member number, or the name as it stands on the roll."),
        validators=[DataRequired(_l("Write a name or a member number.")), Length(max=200)],
    )
