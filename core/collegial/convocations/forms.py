"""The form of a convocation that came back."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length, Optional

from collegial.web.forms import Form


class AgainForm(Form):
    """Where to send it now."""

    email = StringField(
        _l("Corrected e-mail address"),
        description=_l("Leave it empty to send the convocation by post."),
        validators=[Optional(), Length(max=255)],
    )
