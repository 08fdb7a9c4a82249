"""Forms of assemblies."""

from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    Field,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from collegial.web.forms import Form

_REQUIRED = InputRequired(_l("This answer is needed."))
_YEARS = range(1900, 2200)


def _is_in_reach(_form: Form, field: Field) -> None:
    """Refuse years so far away that no legal date can be counted from them."""
    if field.data is not None and field.data.year not in _YEARS:
        raise ValidationError(field.gettext("Not a valid datetime value."))


def _is_web_address(_form: Form, field: Field) -> None:
    """Refuse what is no page of the web: a link on our pages must run no script."""
    try:
        parts = urlsplit(field.data)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValidationError(field.gettext("Invalid URL."))


class AssemblyForm(Form):
    """A new assembly."""

    title = StringField(_l("Title"), validators=[_REQUIRED, Length(max=200)])
    kind = RadioField(
        _l("Kind"),
        choices=[
            SelectChoice("ordinary", _l("Ordinary: accounts, elections, current decisions")),
            SelectChoice("extraordinary", _l("Extraordinary: change of the statutes")),
            SelectChoice("mixed", _l("Mixed: both on one agenda")),
        ],
        validators=[_REQUIRED],
    )
    starts_at = DateTimeLocalField(_l("Day and hour"), validators=[_REQUIRED, _is_in_reach])
    place = StringField(_l("Place"), validators=[_REQUIRED, Length(max=300)])
    online_address = StringField(
        _l("Address of the online meeting"), validators=[Optional(), Length(max=300), _is_web_address]
    )


class ResolutionForm(Form):
    """A resolution for the agenda."""

    title = StringField(_l("Title"), validators=[_REQUIRED, Length(max=300)])
    text = TextAreaField(_l("Text put to the vote"), validators=[_REQUIRED, Length(max=20000)])
    kind = RadioField(
        _l("Majority"),
        choices=[
            SelectChoice("ordinary", _l("Ordinary decision")),
            SelectChoice("extraordinary", _l("Extraordinary decision")),
        ],
        validators=[_REQUIRED],
    )
    is_backed = BooleanField(_l("Backed by the board"), default=True)


class ConveneForm(Form):
    """The sending of the convocations."""

    late_reason = TextAreaField(
        _l("Reason for sending late"),
        description=_l("Only when the legal date has passed; the reason is printed in the minutes."),
        validators=[Optional(), Length(max=1000)],
    )


class OpeningForm(Form):
    """The bureau, named at the opening."""

    chair = StringField(_l("Chair"), validators=[_REQUIRED, Length(max=200)])
    scrutineers = StringField(
        _l("Scrutineers"), description=_l("Two members who accept, separated by a comma."),
        validators=[_REQUIRED, Length(max=400)],
    )  # fmt: skip
    secretary = StringField(_l("Secretary"), validators=[_REQUIRED, Length(max=200)])


class ClosingForm(Form):
    """What the minutes keep of the debate."""

    debate = TextAreaField(
        _l("Summary of the debate"), description=_l("It is printed in the minutes."),
        validators=[Optional(), Length(max=20000)],
    )  # fmt: skip


class SecondForm(Form):
    """The date of the second convocation."""

    starts_at = DateTimeLocalField(
        _l("Day and hour of the second assembly"), validators=[_REQUIRED, _is_in_reach]
    )


class ProxyForm(Form):
    """Who will vote for the giver: found by name or member number."""

    holder = StringField(
        _l("Member who will vote for you"),
        description=_l("Write the member's number, or the full name as it stands on the roll."),
        validators=[_REQUIRED, Length(max=200)],
    )


class DeskProxyForm(Form):
    """A signed proxy handed in at the desk."""

    holder = StringField(
        _l("Holder of the proxy"),
        description=_l("Write the member's number, or the full name as it stands on the roll."),
        validators=[_REQUIRED, Length(max=200)],
    )


class QuestionForm(Form):
    """A written question."""

    text = TextAreaField(
        _l("Your question"),
        description=_l("All members can read it, with your name and the answer."),
        validators=[_REQUIRED, Length(max=5000)],
    )


class AnswerForm(Form):
    """The answer to a written question."""

    answer = TextAreaField(
        _l("Answer"), description=_l("All members can read it."), validators=[_REQUIRED, Length(max=20000)]
    )
