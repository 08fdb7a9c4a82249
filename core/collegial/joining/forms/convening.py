"""How a member wants to be convened."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from collegial.web.forms import OnceForm
from collegial.web.marks import NEEDED

BY_MAIL, BY_POST = "mail", "post"


class ConveningForm(OnceForm):
    """By mail, or by post."""

    way = RadioField(
        _l("How do you want to be convened to assemblies?"),
        choices=[SelectChoice(BY_MAIL, _l("By e-mail")), SelectChoice(BY_POST, _l("By post"))],
        validators=[NEEDED],
    )
