"""What the answers of all forms of the partners must be."""

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from collegial.plugin import DayField, NeededWhen, Text, say

One = TypeVar("One", bound=Enum)

NEEDED = InputRequired(_l("This answer is needed."))
WRITTEN = DataRequired(_l("This answer is needed."))
UNKNOWN = _l("Choose one from the list.")
SHORT = Length(max=200, message=_l("Use at most 200 characters."))
ADDRESS = Length(max=254, message=_l("Use at most 254 characters."))
LONG = Length(max=20_000)
IN_DIRECTORY = _l("Its name in the directory, or enough of it to mean one organisation.")


def day(
    label: str, *, description: str = "", is_needed: bool = True, when: NeededWhen | None = None
) -> DayField:
    """Return a field for a day."""
    needed = when or (InputRequired(_l("Write a date.")) if is_needed else Optional())
    return DayField(label, description=description, validators=[needed])


def actor(label: str) -> StringField:
    """Return a field for an organisation of the directory."""
    return StringField(label, description=IN_DIRECTORY, validators=[WRITTEN, SHORT])


def choice(
    label: str, words: Mapping[One, Text], *, needed: InputRequired | NeededWhen = NEEDED
) -> RadioField:
    """Return a choice among the members of an enumeration, by their values."""
    return RadioField(
        label,
        choices=lambda: [SelectChoice(one.value, say(text)) for one, text in words.items()],
        invalid_choice_message=UNKNOWN,
        validators=[needed],
    )
