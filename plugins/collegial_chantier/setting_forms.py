"""The form of what a deployment sets for its chantiers."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from collegial.plugin import Form


class RulesForm(Form):
    """What a chantier needs."""

    minimum_base_structures = IntegerField(
        _l("Base structures that a chantier needs to start"),
        description=_l("The study of 2008 asks for base structures and names no number: one is enough."),
        validators=[
            InputRequired(_l("This answer is needed.")),
            NumberRange(min=1, max=50, message=_l("Give a number between 1 and 50.")),
        ],
    )
