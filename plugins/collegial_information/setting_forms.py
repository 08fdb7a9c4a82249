"""The form of what a deployment sets for its directory."""

import re

from flask_babel import lazy_gettext as _l
from wtforms import StringField, URLField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from collegial.plugin import Form, say, t

# An origin and nothing else: what is written here goes into a header of the answer.
_ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.ASCII)
_REQUIRED = InputRequired(_l("This answer is needed."))
_SHORT = Length(max=200, message=_l("Use at most 200 characters."))


class OpeningForm(Form):
    """Licence of the open data, and the sites that may show the list."""

    licence = StringField(_l("Licence of the open data"), validators=[_REQUIRED, _SHORT])
    licence_url = URLField(_l("Where the licence stands"), validators=[_REQUIRED, _SHORT])
    shown_on = StringField(
        _l("Sites that may show the list in their pages"),
        description=_l("Their addresses between spaces, such as https://www.exemple.org; empty for none."),
        validators=[Optional(), Length(max=500, message=_l("Use at most 500 characters."))],
    )

    def validate_shown_on(self, field: StringField) -> None:
        """Refuse what is no origin."""
        if any(not is_origin(one) for one in (field.data or "").split()):
            raise ValidationError(say(t("Write addresses without a path, such as https://www.exemple.org.")))


def is_origin(written: str) -> bool:
    """Tell whether something is the address of a site, without a path."""
    return _ORIGIN.fullmatch(written) is not None
