"""What the pages of the second factor take."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length

from collegial.web.forms import Form
from collegial.web.marks import NEEDED

_TYPED = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "maxlength": "20"}
_REQUIRED = [NEEDED, Length(max=40)]


class AppCodeForm(Form):
    """The code that the app shows, to see that it was set up right."""

    code = StringField(
        _l("Code that the app shows"), validators=_REQUIRED, render_kw={**_TYPED, "inputmode": "numeric"}
    )


class StepForm(Form):
    """The second step of a sign-in."""

    code = StringField(
        _l("Code of the app, or a recovery code"),
        description=_l(
            "Six digits from the app on your phone. Without your phone: one of the codes that you kept."
        ),
        validators=_REQUIRED,
        render_kw=_TYPED,
    )
