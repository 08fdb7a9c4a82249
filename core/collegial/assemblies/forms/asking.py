"""The forms by which members are heard before an assembly: an item of theirs, a written question, its answer."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from collegial.web.forms import Form, OnceForm
from collegial.web.marks import NEEDED


class MemberItemForm(OnceForm):
    """An item that a member asks for."""

    title = StringField(_l("Title"), validators=[NEEDED, Length(max=300)])
    reasons = TextAreaField(
        _l("Your reasons"),
        description=_l("All members can read them, with your name."),
        validators=[NEEDED, Length(max=5000)],
    )
    resolution = TextAreaField(
        _l("Draft resolution"),
        description=_l(
            "The text that the members would vote on. Empty: the item is discussed without a vote."
        ),
        validators=[Optional(), Length(max=20000)],
    )
    kind = RadioField(
        _l("Kind of decision"),
        choices=[
            SelectChoice("ordinary", _l("Ordinary decision")),
            SelectChoice("extraordinary", _l("Extraordinary decision")),
        ],
        default="ordinary",
    )


class QuestionForm(OnceForm):
    """A written question."""

    text = TextAreaField(
        _l("Your question"),
        description=_l("At most 5,000 characters. All members can read it, with your name and the answer."),
        validators=[NEEDED, Length(max=5000)],
    )


class AnswerForm(Form):
    """The answer to a written question."""

    answer = TextAreaField(
        _l("Answer"), description=_l("All members can read it."), validators=[NEEDED, Length(max=20000)]
    )
