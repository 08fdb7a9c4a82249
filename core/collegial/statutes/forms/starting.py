"""What a draft starts from."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from collegial.web.forms import OnceForm
from collegial.web.marks import Settled

IN_FORCE, FILE = "in_force", "file"


class StartForm(OnceForm):
    """The version in force, statutes to start from, or a file."""

    start = RadioField(
        _l("Start from"),
        choices=[
            SelectChoice(IN_FORCE, _l("The version in force, to change it")),
            SelectChoice(FILE, _l("A file, or a text pasted below")),
        ],
        validators=[InputRequired(_l("Choose what the draft starts from."))],
    )
    file = FileField(
        _l("File of the statutes"),
        description=_l("A TOML or JSON file in UTF-8, of at most 200 kB. It replaces the text below."),
        validators=[Settled()],
    )
    document = TextAreaField(
        _l("Or the text of the statutes"),
        description=_l("The same TOML or JSON, pasted here."),
        validators=[Settled()],
        render_kw={"rows": 12, "spellcheck": "false"},
    )

    def offer(self, presets: Sequence[tuple[str, str]]) -> None:
        """Hand in the prepared statutes, by key and name."""
        first, last = self.start.choices
        self.start.choices = [first, *(SelectChoice(key, label) for key, label in presets), last]

    def without_version(self) -> None:
        """Take away what needs a version that is recorded."""
        self.start.choices = [one for one in self.start.choices if one.value != IN_FORCE]
