"""The forms of what an atelier makes and publishes."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from collegial.plugin import (
    Form,
    OnceForm,
)
from collegial_atelier.forms.answers import LONG, SHORT, UNKNOWN, WRITTEN
from collegial_atelier.models import ProductionKind
from collegial_atelier.services.publishing import LICENCES


class ProductionForm(OnceForm):
    """What is made."""

    kind = SelectField(
        _l("Kind"),
        choices=[
            SelectChoice(ProductionKind.BROCHURE.value, _l("Brochure")),
            SelectChoice(ProductionKind.GUIDE.value, _l("Guide")),
            SelectChoice(ProductionKind.CONFERENCE.value, _l("Conference")),
            SelectChoice(ProductionKind.FILM.value, _l("Film")),
            SelectChoice(ProductionKind.OTHER.value, _l("Other")),
        ],
        invalid_choice_message=UNKNOWN,
    )
    title = StringField(_l("Title"), validators=[WRITTEN, SHORT])
    summary = TextAreaField(_l("What it is about"), validators=[WRITTEN, LONG])


class EditForm(Form):
    """A production with its licence and its files."""

    title = StringField(_l("Title"), validators=[WRITTEN, SHORT])
    summary = TextAreaField(_l("What it is about"), validators=[WRITTEN, LONG])
    licence = SelectField(
        _l("Licence"),
        coerce=lambda value: value or None,
        choices=[SelectChoice("", _l("Not chosen yet")), *(SelectChoice(one, one) for one in LICENCES)],
        invalid_choice_message=UNKNOWN,
        validators=[Optional()],
    )
    cover = FileField(_l("Cover"), description=_l("A picture: PNG or JPEG."), validators=[Optional()])
    file = FileField(
        _l("File to take away"),
        description=_l("Needed before it is published, except for a conference."),
        validators=[Optional()],
    )
