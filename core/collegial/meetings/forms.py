"""The form that calls a meeting off."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from collegial.web.forms import OnceForm
from collegial.web.marks import NEEDED


class CallOffForm(OnceForm):
    """Why a meeting is not held."""

    reason = TextAreaField(
        _l("Why"),
        description=_l("Whoever was invited reads it; it stays on the page of the meeting."),
        validators=[NEEDED, Length(max=2000)],
    )
