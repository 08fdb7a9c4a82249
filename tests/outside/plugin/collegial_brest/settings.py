"""What a deployment sets for its rounds."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import NumberRange

from collegial.plugin import Form, SettingsSection, t


@dataclass(frozen=True, kw_only=True)
class RoundRules:
    """The least that one may pledge, in euros."""

    least: int = 5


class RoundForm(Form):
    """The form of the rules."""

    least = IntegerField(_l("Smallest pledge, in euros"), validators=[NumberRange(min=1, max=1000)])


ROUNDS = SettingsSection(key="brest.rounds", title=t("Funding rounds"), values=RoundRules, form=RoundForm)
