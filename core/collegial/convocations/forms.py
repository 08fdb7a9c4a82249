"""The form of a convocation that came back."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from collegial.convocations.queries import MAIL, POST
from collegial.web.forms import Form
from collegial.web.marks import NEEDED


class AgainForm(Form):
    """By which way it goes now, and to which address."""

    way = RadioField(
        _l("How it is sent now"),
        choices=[SelectChoice(MAIL, _l("By e-mail")), SelectChoice(POST, _l("By post, as a letter"))],
        validators=[NEEDED],
    )
    email = StringField(
        _l("E-mail address"),
        description=_l(
            "Used for an e-mail only. Correct it where it was wrong: the directory keeps what you write."
        ),
        validators=[Optional(), Length(max=255)],
    )
