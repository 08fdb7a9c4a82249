"""The forms of amendments: suggest, speak, answer, settle a conflict."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from collegial.web.forms import Form, OnceForm

_WANTED = DataRequired(_l("Write something here."))


class AmendForm(OnceForm):
    """Suggest a change of a piece, or a new one."""

    title = StringField(_l("Title"), validators=[_WANTED])
    text = TextAreaField(
        _l("Text"),
        description=_l("Change the words you want changed, and leave the rest: the page marks what differs."),
        validators=[Optional()],
        render_kw={"rows": 12},
    )
    reasons = TextAreaField(_l("Why you suggest this"), validators=[_WANTED, Length(max=10_000)])


class RemoveForm(OnceForm):
    """Suggest to take a piece out."""

    reasons = TextAreaField(_l("Why you suggest this"), validators=[_WANTED, Length(max=10_000)])


class MoveForm(OnceForm):
    """Suggest another place for a piece."""

    place = SelectField(_l("Where it shall stand"), validators=[InputRequired(_l("Choose a place."))])
    reasons = TextAreaField(_l("Why you suggest this"), validators=[_WANTED, Length(max=10_000)])


class NoteForm(OnceForm):
    """Make a remark on a piece, without other words for it."""

    reasons = TextAreaField(
        _l("Your remark"),
        description=_l(
            "The text stays as it is. The group answers, and everyone who reads the draft sees it."
        ),
        validators=[_WANTED, Length(max=10_000)],
    )


class RemarkForm(OnceForm):
    """Say something of an amendment."""

    answers = HiddenField()
    text = TextAreaField(_l("Your message"), validators=[_WANTED, Length(max=10_000)])


class HideForm(Form):
    """Hide a remark."""

    why = StringField(_l("Why it is hidden"), validators=[_WANTED, Length(max=500)])


class AnswerForm(Form):
    """Answer an amendment, or a remark."""

    answer = RadioField(
        _l("Answer"),
        choices=[
            SelectChoice("accept", _l("Accept: it goes into the next version")),
            SelectChoice("reject", _l("Reject")),
        ],
        validators=[InputRequired(_l("Choose an answer."))],
    )
    reasons = TextAreaField(
        _l("Reasons"),
        description=_l("They are shown with the amendment, and sent to its author."),
        validators=[_WANTED],
    )


class NoteAnswerForm(AnswerForm):
    """Answer a remark."""

    answer = RadioField(
        _l("Answer"),
        choices=[
            SelectChoice("accept", _l("Take it up: who writes the draft works it in")),
            SelectChoice("reject", _l("Take note of it: the text stays")),
        ],
        validators=[InputRequired(_l("Choose an answer."))],
    )
    reasons = TextAreaField(
        _l("Reasons"),
        description=_l("They are shown with the remark, and sent to its author."),
        validators=[_WANTED],
    )


class ConflictForm(Form):
    """Put an amendment that met another change into the draft; only the fields that its kind needs are kept."""

    revision = HiddenField()
    title = StringField(_l("Title"), validators=[_WANTED, Length(max=300)])
    text = TextAreaField(_l("Text"), validators=[Optional(), Length(max=100_000)], render_kw={"rows": 12})
    place = SelectField(_l("Where it shall stand"), validators=[InputRequired(_l("Choose a place."))])

    def keep(self, *names: str) -> None:
        """Keep these fields, and the revision."""
        for name in ("title", "text", "place"):
            if name not in names:
                delattr(self, name)


class LeaveOutForm(Form):
    """Leave an accepted amendment out after all."""

    why = TextAreaField(
        _l("Reasons"),
        description=_l("They are shown with the amendment, and sent to its author."),
        validators=[_WANTED, Length(max=10_000)],
    )

    def of_remark(self) -> "LeaveOutForm":
        """Speak of a remark instead."""
        self.why.description = _l("They are shown with the remark, and sent to its author.")
        return self
