"""The form of an incident."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from collegial.web.forms import Form


class IncidentForm(Form):
    """What troubled the meeting."""

    text = TextAreaField(
        _l("What happened"),
        description=_l("It goes to the minutes, with the time."),
        validators=[DataRequired(_l("Write what happened.")), Length(max=2000)],
    )
