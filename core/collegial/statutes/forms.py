"""The form of a new version of the statutes."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, TextAreaField
from wtforms.validators import InputRequired, Length

from collegial.web.forms import Form


class StatutesForm(Form):
    """A document, sent as a file or pasted, from when it holds, and why it changes."""

    file = FileField(
        _l("File of the statutes"),
        description=_l("A TOML or JSON file in UTF-8, of at most 200 kB. It replaces the text below."),
    )
    document = TextAreaField(
        _l("Or the text of the statutes"),
        description=_l("The same TOML or JSON, pasted here."),
        render_kw={"rows": 18, "spellcheck": "false"},
    )
    effective_from = DateField(
        _l("In force from"), validators=[InputRequired(_l("Give the first day on which this version holds."))]
    )
    reason = TextAreaField(
        _l("Reason of the change"),
        description=_l("For example the decision of the general assembly. It is kept with the version."),
        validators=[
            InputRequired(_l("Say why the statutes change.")),
            Length(max=2000, message=_l("Keep the reason under 2,000 signs.")),
        ],
    )
