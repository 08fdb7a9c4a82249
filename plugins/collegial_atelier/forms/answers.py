"""What the answers of all forms of ateliers must be, and the field for an actor of the directory."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

REQUIRED = InputRequired(_l("This answer is needed."))
WRITTEN = DataRequired(_l("This answer is needed."))
DAY = InputRequired(_l("Write a date."))
UNKNOWN = _l("Choose one from the list.")
SHORT = Length(max=200, message=_l("Use at most 200 characters."))
LONG = Length(max=50_000)


def between(low: int, high: int) -> NumberRange:
    """Ask for a number within two bounds, both allowed."""
    return NumberRange(low, high, _l("Give a number between %(min)s and %(max)s."))


def actor_field(label: str, *, needed: bool = True) -> StringField:
    """Ask for an actor by its name, or a part of it."""
    hint = _l("The name in the directory, or enough of it to mean one.")
    return StringField(label, description=hint, validators=[WRITTEN if needed else Optional(), SHORT])
