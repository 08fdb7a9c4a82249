"""What the page of the tokens takes."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, StringField

from collegial.web.forms import OnceForm
from collegial.web.marks import NEEDED


class TokenForm(OnceForm):
    """A new token."""

    name = StringField(
        _l("What will use it"),
        description=_l("Such as: the website of the federation."),
        validators=[NEEDED],
    )
    days = IntegerField(_l("Days until it ends"), default=90, validators=[NEEDED])
    acts = BooleanField(
        _l("It may act for me"),
        description=_l("Such as: give a proxy. Without this it only reads."),
    )
