"""What the page of an agreement takes."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from collegial.web.forms import Form
from collegial.web.hours import DayField


class AgreementForm(Form):
    """Whether an actor agrees, and where it stands on the map."""

    folded = ((_l("Show a precise place on the map"), ("north", "east")),)

    agreed = BooleanField(
        _l(
            "Agreed: name, commune, family and presentation may be read by everyone, until this is taken back"
        ),
        validators=[DataRequired(_l("Without agreement nothing is shown."))],
    )
    north = StringField(
        _l("Latitude"),
        validators=[Length(max=20)],
        description=_l(
            "In degrees, such as 48.1173. Without coordinates the actor is counted in its commune."
        ),
    )
    east = StringField(
        _l("Longitude"), validators=[Length(max=20)], description=_l("In degrees, such as -1.6778.")
    )


class StaffAgreementForm(AgreementForm):
    """The same, written down by the staff for someone else."""

    how = StringField(
        _l("How the agreement was given"),
        validators=[DataRequired(), Length(max=300)],
        description=_l("For instance: on paper by its president, kept in the file of the structure."),
    )
    on = DayField(_l("Day on which it was given"), validators=[DataRequired(_l("Choose a day."))])
