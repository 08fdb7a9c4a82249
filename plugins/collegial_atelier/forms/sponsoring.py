"""The forms of structures that help others after an atelier."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
)
from wtforms.validators import Optional

from collegial.plugin import (
    Form,
    OnceForm,
    Participation,
    choose_one,
    row_number,
)
from collegial_atelier.forms.answers import LONG, REQUIRED, UNKNOWN, WRITTEN, actor_field, between
from collegial_atelier.models import Sponsor


class SponsorForm(Form):
    """A structure that helps others."""

    actor_id = SelectField(
        _l("Structure"), coerce=row_number, invalid_choice_message=UNKNOWN, validators=[WRITTEN]
    )
    offer = TextAreaField(_l("What it offers"), validators=[WRITTEN, LONG])
    capacity = IntegerField(
        _l("How many structures it can help"), default=2, validators=[REQUIRED, between(0, 1000)]
    )

    def fill(self, parts: Sequence[Participation]) -> None:
        """Fill the list of structures."""
        self.actor_id.choices = choose_one(SelectChoice(str(one.actor_id), one.actor.name) for one in parts)


class HelpForm(OnceForm):
    """A structure that needs help."""

    actor = actor_field(_l("Structure"))
    need = TextAreaField(_l("What it needs help with"), validators=[WRITTEN, LONG])


class MatchForm(Form):
    """The sponsor that helps."""

    sponsor_id = SelectField(
        _l("Sponsor"), coerce=row_number, invalid_choice_message=UNKNOWN, validators=[WRITTEN]
    )

    def fill(self, sponsors: Sequence[Sponsor]) -> None:
        """Fill the list of sponsors."""
        self.sponsor_id.choices = choose_one(SelectChoice(str(one.id), one.actor.name) for one in sponsors)


class CloseForm(Form):
    """What became of a request."""

    outcome = RadioField(
        _l("What became of it"),
        choices=[
            SelectChoice("done", _l("The help was given")),
            SelectChoice("withdrawn", _l("It is no longer wanted")),
        ],
        invalid_choice_message=UNKNOWN,
        validators=[REQUIRED],
    )
    note = TextAreaField(_l("Note"), validators=[Optional(), LONG])
