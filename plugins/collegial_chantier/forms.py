"""Forms of the chantiers."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from collegial.plugin import Actor, Form, Priority, Proposal
from collegial_chantier.models import MeasureKind, ParticipantRole

_REQUIRED = InputRequired(_l("This answer is needed."))
_UNKNOWN = _l("Choose one of the list.")
_KNOWN = DataRequired(_l("This answer is needed."))  # what is sent must have been read as a number
_LONGEST_NUMBER = 9
_SHORT = Length(max=200, message=_l("Use at most 200 characters."))


def _number(value: str | None) -> int | None:
    is_number = value and value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER
    return int(value) if value and is_number else None


class ChantierForm(Form):
    """A new chantier."""

    title = StringField(_l("Title"), validators=[_REQUIRED, _SHORT])
    question = TextAreaField(
        _l("Question to work on"),
        description=_l("The problem that several parties meet, in one or two sentences."),
        validators=[_REQUIRED],
    )
    theme = StringField(_l("Theme"), validators=[Optional(), _SHORT])
    priority_key = SelectField(
        _l("Priority"),
        coerce=lambda value: value or None,
        invalid_choice_message=_UNKNOWN,
        validators=[Optional()],
    )
    proposal_id = SelectField(
        _l("Proposal that it feeds"),
        coerce=_number,
        invalid_choice_message=_UNKNOWN,
        validators=[Optional()],
        description=_l("A passage of this proposal may ask that its chantiers have base structures in them."),
    )

    def offer(self, priorities: Sequence[Priority], proposals: Sequence[Proposal]) -> None:
        """Fill the lists."""
        none = SelectChoice("", _l("None"))
        self.priority_key.choices = [none, *(SelectChoice(one.key, one.label) for one in priorities)]
        self.proposal_id.choices = [none, *(SelectChoice(str(one.id), one.title) for one in proposals)]

    def facts(self) -> dict[str, Any]:
        """Return what `open_chantier` is told."""
        return {
            "title": self.title.data,
            "question": self.question.data,
            "theme": self.theme.data or None,
            "priority_key": self.priority_key.data,
            "proposal_id": self.proposal_id.data,
        }


class ParticipantForm(Form):
    """A structure that joins."""

    actor_id = SelectField(_l("Structure"), coerce=_number, validate_choice=False, validators=[_KNOWN])
    role = RadioField(
        _l("It takes part as"),
        choices=[
            SelectChoice(
                ParticipantRole.BASE_STRUCTURE.value, _l("Base structure, which meets the problem itself")
            ),
            SelectChoice(
                ParticipantRole.STAKEHOLDER.value, _l("Other party: institution, grouping, resource actor")
            ),
        ],
        invalid_choice_message=_UNKNOWN,
        validators=[_REQUIRED],
    )
    testimony = TextAreaField(_l("Its testimony"), validators=[Optional()])
    may_quote = BooleanField(_l("The structure agrees to be quoted: everyone will read its testimony."))

    def offer(self, structures: Sequence[Actor]) -> None:
        """Fill the list of structures."""
        first = SelectChoice("", _l("Choose a structure"))
        self.actor_id.choices = [first, *(SelectChoice(str(one.id), _name(one)) for one in structures)]

    def facts(self) -> dict[str, Any]:
        """Return what `add_participant` is told."""
        return {
            "actor_id": self.actor_id.data,
            "role": ParticipantRole(self.role.data),
            "testimony": self.testimony.data,
            "may_quote": self.may_quote.data,
        }


class MeasureForm(Form):
    """The measure a chantier ends with."""

    kind = RadioField(
        _l("The measure was"),
        choices=[
            SelectChoice(MeasureKind.IMPROVED.value, _l("Improved: it existed before")),
            SelectChoice(MeasureKind.CREATED.value, _l("Created: it is new")),
        ],
        invalid_choice_message=_UNKNOWN,
        validators=[_REQUIRED],
    )
    title = StringField(_l("Name of the measure"), validators=[_REQUIRED, _SHORT])
    description = TextAreaField(_l("What changes, and for whom"), validators=[_REQUIRED])
    information = TextAreaField(_l("How people are told about it"), validators=[Optional()])

    def facts(self) -> dict[str, Any]:
        """Return what `finish_chantier` is told."""
        return {
            "kind": MeasureKind(self.kind.data),
            "title": self.title.data,
            "description": self.description.data,
            "information": self.information.data,
        }


def _name(actor: Actor) -> str:
    return f"{actor.name} ({actor.family.label})" if actor.family else actor.name
