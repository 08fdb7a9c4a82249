"""What the pages of a text and of the look take."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Length

from collegial.publishing.rules.texts import LONGEST
from collegial.web.forms import Form


class TextForm(Form):
    """A text in Markdown."""

    body = TextAreaField(
        _l("Text"),
        validators=[Length(max=LONGEST)],
        description=_l(
            "An empty line begins a paragraph; **two stars** make bold, “- ” a list, “## ” a heading, "
            "[words](https://address) a link. Leave it empty to show the text that came with the program."
        ),
        render_kw={"rows": 14},
    )
    seen = HiddenField()

    @property
    def seen_revision(self) -> int:
        """Return the revision that the writer started from; -1 for what is none."""
        written = str(self.seen.data or "")
        return int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else -1  # noqa: PLR2004 (a number that fits)


class LookForm(Form):
    """The colour and the logo of the Pays."""

    accent = RadioField(
        _l("Colour of the site"),
        choices=[
            ("", _l("The one of the settings")),
            ("heather", _l("Heather")),
            ("sea", _l("Sea")),
            ("moss", _l("Moss")),
            ("brick", _l("Brick")),
            ("slate", _l("Slate")),
            ("own", _l("A colour of your own")),
        ],
        default="",
    )
    own = StringField(_l("Your colour"), description=_l("As # and six digits, such as #135a75."))
    logo = FileField(
        _l("Another logo"),
        description=_l("A PNG of at most 100 kB, best on a ground that lets light and dark pages through."),
    )
    without_logo = BooleanField(_l("Take away the logo that was set here"))

    @property
    def wished(self) -> str:
        """Return the colour that is asked for, empty for that of the settings."""
        return (
            str(self.own.data or "").strip().lower()
            if self.accent.data == "own"
            else str(self.accent.data or "")
        )
