"""What the pages of a text and of the look take."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from collegial.kernel.text import t
from collegial.publishing.rules.texts import LONGEST
from collegial.publishing.rules.wordings import MOST, Wording, Writing, only_known, ordered
from collegial.web.forms import Form, PartForm, row_number
from collegial.web.languages import say
from collegial.web.marks import InMarkdown, Settled


class TextForm(Form):
    """A text in Markdown."""

    body = TextAreaField(
        _l("Text"),
        validators=[Length(max=LONGEST), InMarkdown(), Settled()],
        render_kw={"rows": 14},
    )
    seen = HiddenField()
    draft = HiddenField()

    def show(self, writing: Writing, seen: int, draft: int = 0) -> None:
        """Put what is published, or a draft, into the form."""
        self.process(formdata=None, data={"body": writing.body, "seen": seen, "draft": draft})

    def writing(self) -> Writing:
        """Return what was written."""
        return Writing(body=(self.body.data or "").strip())

    @property
    def seen_revision(self) -> int:
        """Return the revision that the writer started from; -1 for what is none."""
        return _number(self.seen.data)

    @property
    def seen_draft(self) -> int:
        """Return the number of the draft that the writer went on with, 0 for none; -1 for what is none."""
        return _number(self.draft.data or 0)


def _number(written: object) -> int:
    read = row_number(written)
    return -1 if read is None else read


def _on_one_line(written: object) -> object:
    return " ".join(written.split()) if isinstance(written, str) else written


class EntryLine(PartForm):
    """A mission or a priority in one language; one with nothing written is left out."""

    side_by_side = (("place", "short"),)

    key = HiddenField(validators=[Length(max=40)])
    place = IntegerField(_l("Place in the list"), validators=[Optional(), NumberRange(1, 99), Settled()])
    short = StringField(
        _l("Short name"),
        validators=[Length(max=60), Settled()],
        description=_l("Two or three words, where there is little room."),
    )
    label = TextAreaField(
        _l("Full wording"),
        filters=[_on_one_line],
        validators=[Length(max=300), Settled()],
        render_kw={"rows": 2},
    )
    text = TextAreaField(
        _l("In more words"), validators=[Length(max=2000), Settled()], description=_l("Shown on “Who we are”."),
        render_kw={"rows": 3},
    )  # fmt: skip

    def validate_short(self, field: StringField) -> None:
        """Refuse an entry that has words and no name."""
        if not (field.data or "").strip() and self.is_written:
            raise ValidationError(say(t("Give it a short name, or empty its other fields to leave it out.")))

    @property
    def is_written(self) -> bool:
        """Whether anything stands in it."""
        return any((one.data or "").strip() for one in self if one.name.rpartition("-")[2] in _WORDED)

    @property
    def wording(self) -> Wording:
        """Return what was written; without a full wording the short name is all there is."""
        short, label, text = (
            str(self._fields[one].data or "").strip() if one in self._fields else "" for one in _WORDED
        )
        return Wording(key=str(self.key.data or ""), short=short, label=label or short, text=text)


_WORDED = ("short", "label", "text")


class ListForm(TextForm):
    """A text, and the missions or priorities that follow it.

    `first` are the entries to translate; None in the language in which the list itself is written.
    """

    first: Sequence[Wording] | None = None

    entries = FieldList(FormField(EntryLine), label=_l("The list"), max_entries=MOST)

    def show(self, writing: Writing, seen: int, draft: int = 0) -> None:
        """Put what is published, or a draft, into the form: a line for each entry to translate."""
        known = {one.key: one for one in writing.wordings}
        lines = writing.wordings
        if self.first is not None:
            lines = tuple(known.get(one.key, Wording(key=one.key, short="", label="")) for one in self.first)
        data = [asdict(one) | {"place": number} for number, one in enumerate(lines, start=1)]
        self.process(
            formdata=None, data={"body": writing.body, "seen": seen, "draft": draft, "entries": data}
        )

    def suit(self, *, has_texts: bool) -> None:
        """Leave out the fields that this list has not; give room for one more where the list itself is written."""
        leads = self.first is None
        self.body.render_kw = {"rows": 4}
        if leads and len(self.entries) < MOST and all(line.form.is_written for line in self.entries):
            self.entries.append_entry()
        for line in self.entries:
            if not has_texts:
                del line.form.text
            if not leads:
                del line.form.place

    def writing(self) -> Writing:
        """Return what was written, in the order that was asked for or in that of the `first` language."""
        lines = [line.form for line in self.entries if line.form.is_written]
        if self.first is None:
            found = ordered((line.place.data, line.wording) for line in lines)
        else:
            found = only_known((line.wording for line in lines), (one.key for one in self.first))
        return replace(super().writing(), wordings=found)


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
        description=_l(
            "A PNG of at most 100 kB, between 32 and 2000 points on each side, best with a transparent background, "
            "for light and dark pages. In the header of a phone a wide logo is only a thin line."
        ),
    )
    kept_logo = HiddenField()
    without_logo = BooleanField(_l("Take away the logo that was set here"))

    @property
    def wished(self) -> str:
        """Return the colour that is asked for, empty for that of the settings."""
        return (
            str(self.own.data or "").strip().lower()
            if self.accent.data == "own"
            else str(self.accent.data or "")
        )
