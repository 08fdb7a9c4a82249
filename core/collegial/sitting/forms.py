"""The forms of those who lead a sitting: an incident, a hand raised in the room."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from collegial.kernel.text import t
from collegial.web.forms import Form, OnceForm
from collegial.web.languages import say

LONGEST_NAME = 200


class IncidentForm(OnceForm):
    """What troubled the meeting."""

    text = TextAreaField(
        _l("What happened"),
        description=_l("It goes to the minutes, with the time."),
        validators=[DataRequired(_l("Write what happened.")), Length(max=2000)],
    )


class RevokeForm(Form):
    """Who asks to revoke whom, and who stands to replace them."""

    who = StringField(
        _l("Who asks for it"),
        description=_l("Their member number, or the name as it stands on the roll."),
        validators=[DataRequired(_l("Write a name or a member number.")), Length(max=200)],
    )
    text = TextAreaField(
        _l("What happened"),
        description=_l("It goes to the minutes, with the time."),
        validators=[DataRequired(_l("Write what happened.")), Length(max=2000)],
    )
    seats = SelectMultipleField(
        _l("Whom to revoke"),
        coerce=int,
        validators=[DataRequired(_l("Choose those to revoke, one at least."))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    candidates = TextAreaField(
        _l("Candidates to replace them"),
        description=_l("One on each line. Leave it empty where nobody is to be replaced."),
        validators=[Length(max=4000)],
    )
    college = SelectField(_l("Who elects those who replace"), coerce=int, default=0)
    is_backed = BooleanField(
        _l("The board is for it"),
        description=_l("Proxies left to the chair vote as the board wants: against, unless this is ticked."),
    )

    def validate_candidates(self, field: TextAreaField) -> None:
        """Refuse a name that is too long to stand on a list."""
        if any(len(one) > LONGEST_NAME for one in (field.data or "").splitlines()):
            raise ValidationError(say(t("A name has %(most)s characters at most.", most=LONGEST_NAME)))

    @property
    def names(self) -> list[str]:
        """Return the candidates, in the order of the list."""
        return [line.strip() for line in (self.candidates.data or "").splitlines() if line.strip()]


class SpeakerForm(Form):
    """Who asks for the floor in the room."""

    who = StringField(
        _l("Who asks for the floor"),
        description=_l("Their member number, or the name as it stands on the roll."),
        validators=[DataRequired(_l("Write a name or a member number.")), Length(max=200)],
    )
