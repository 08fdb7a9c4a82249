"""What the page of a text takes."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
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
