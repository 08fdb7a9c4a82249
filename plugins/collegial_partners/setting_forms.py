"""The form of what a deployment sets for its partners."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from collegial.plugin import Form

_NEEDED = InputRequired(_l("This answer is needed."))


class RulesForm(Form):
    """How long names and links live, how early a review is recalled."""

    retention_days = IntegerField(
        _l("Days for which the name of a project holder is kept after the end of a referral"),
        validators=[
            _NEEDED, NumberRange(min=30, max=1095, message=_l("Give a number of days between 30 and 1095."))
        ],
    )  # fmt: skip
    link_days = IntegerField(
        _l("Days for which a partner’s personal link holds"),
        validators=[
            _NEEDED, NumberRange(min=1, max=730, message=_l("Give a number of days between 1 and 730."))
        ],
    )  # fmt: skip
    reminder_days = IntegerField(
        _l("Days before a review on which the leads are reminded"),
        validators=[
            _NEEDED, NumberRange(min=1, max=180, message=_l("Give a number of days between 1 and 180."))
        ],
    )  # fmt: skip
