"""The forms that start a proposal and write its draft."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from collegial.web.forms import Form, OnceForm
from collegial.web.hours import DayField
from collegial.web.marks import InMarkdown

_WANTED = DataRequired(_l("Write something here."))
_REVISION = re.compile(r"[0-9]{1,9}")
FILES = _l("PDF, ODT, DOCX, XLSX, CSV, TXT, PNG or JPEG, 10 MB at most.")


class StartForm(OnceForm):
    """Start a proposal."""

    title = StringField(_l("Title"), validators=[_WANTED, Length(max=300)])
    summary = TextAreaField(
        _l("Summary"), description=_l("What it is about, in two or three sentences."), validators=[_WANTED]
    )
    pipeline = SelectField(
        _l("Pipeline"),
        description=_l("The stages it will go through. It keeps them even if the pipeline changes later."),
        validators=[InputRequired(_l("Choose an answer."))],
    )
    slug = StringField(
        _l("Address"),
        description=_l("The last part of its permanent address. Empty: made from the title."),
        validators=[Optional(), Length(max=80)],
    )
    is_public = BooleanField(_l("Everyone may read this proposal, without signing in"))


class AboutForm(Form):
    """Say what a proposal is about."""

    title = StringField(_l("Title"), validators=[_WANTED, Length(max=300)])
    summary = TextAreaField(_l("Summary"), validators=[_WANTED])
    method = TextAreaField(
        _l("How people are heard"), validators=[Optional(), Length(max=20_000), InMarkdown()]
    )
    is_public = BooleanField(_l("Everyone may read this proposal, without signing in"))


class PieceForm(Form):
    """The base of the forms that write a piece of a draft under the revision that its writer saw.

    `base` is what the fields were then: with it, two changes can be put together.
    """

    revision = HiddenField(validators=[InputRequired()])
    base = HiddenField()

    def show(self, fields: Mapping[str, str], *, revision: int, base: Mapping[str, str]) -> None:
        """Put fields into the form, with the revision and the fields it starts from."""
        self.process(formdata=None, data=self.read(fields))
        self.revision.data, self.base.data = str(revision), json.dumps(dict(base))

    def read(self, fields: Mapping[str, str]) -> dict[str, Any]:
        """Turn plain texts into what the fields hold."""
        return dict(fields)

    def written(self) -> dict[str, str]:
        """Return what was sent, as plain texts."""
        skipped = ("revision", "base", "csrf_token")
        return {
            name: _plain(field.raw_data[0] if field.raw_data else "")
            for name, field in self._fields.items()
            if name not in skipped
        }

    def seen(self) -> int:
        """Return the revision that the writer saw; one that no piece has for what is no number."""
        return revision_in(self.revision.data)

    def started_from(self) -> dict[str, str]:
        """Return the fields the writer started from; none when they cannot be read."""
        try:
            found = json.loads(self.base.data or "{}")
        except ValueError:
            return {}
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


class FactsForm(PieceForm):
    """The first lines of a draft."""

    summary = TextAreaField(_l("Summary"), validators=[_WANTED])
    author = StringField(_l("Author"), validators=[_WANTED, Length(max=200)])
    dated_on = DayField(_l("Date"), validators=[InputRequired(_l("Write a date."))])
    provenance = TextAreaField(
        _l("Where this content comes from"),
        description=_l("Sources, and what in it is not certain."),
        validators=[Optional()],
    )

    def read(self, fields: Mapping[str, str]) -> dict[str, Any]:
        """Turn the date into a day."""
        try:
            day = date.fromisoformat(fields.get("dated_on", ""))
        except ValueError:
            day = None
        return {**fields, "dated_on": day}


class AxisForm(PieceForm):
    """An axis."""

    title = StringField(_l("Title"), validators=[_WANTED])
    text = TextAreaField(_l("Text"), validators=[Optional(), InMarkdown()], render_kw={"rows": 14})


class ActionForm(PieceForm):
    """An action."""

    title = StringField(_l("Title"), validators=[_WANTED])
    priority = SelectField(_l("Priority"), validators=[Optional()])
    mission = SelectField(_l("Mission"), validators=[Optional()])
    owner = StringField(
        _l("Who would carry it"),
        description=_l("A body or a function, rather than a person’s name."),
        validators=[Optional(), Length(max=200)],
    )
    text = TextAreaField(_l("Text"), validators=[Optional(), InMarkdown()], render_kw={"rows": 14})


class AddForm(OnceForm):
    """Add an axis or an action by its title."""

    title = StringField(_l("Title"), validators=[_WANTED])


class AttachForm(OnceForm):
    """Attach a file."""

    file = FileField(
        _l("File"),
        description=FILES,
        validators=[FileRequired(_l("Choose a file."))],
    )
    title = StringField(
        _l("Title"),
        description=_l("Leave it empty to take the name of the file."),
        validators=[Optional(), Length(max=200)],
    )


def revision_in(sent: str | None) -> int:
    """Read a revision from a form; zero, which no piece has, for what is no number."""
    return int(sent) if sent and _REVISION.fullmatch(sent) else 0


def _plain(value: object) -> str:
    return str(value or "").replace("\r\n", "\n").strip()
