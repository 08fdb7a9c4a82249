"""Forms of the chantiers."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from collegial.plugin import (
    DayField,
    Form,
    InMarkdown,
    OnceForm,
    Priority,
    choose_one,
    row_number,
    worded,
)
from collegial_chantier.models import CommitmentState, MeasureKind, Participant
from collegial_chantier.rules import Consent, Stance

_REQUIRED = InputRequired(_l("This answer is needed."))
_WRITTEN = DataRequired(_l("This answer is needed."))
_UNKNOWN = _l("Choose one from the list.")
_SHORT = Length(max=200, message=_l("Use at most 200 characters."))
_LONG = Length(max=50_000)


def _actor(label: str) -> StringField:
    hint = _l("Its name in the directory, or enough of it to mean one structure.")
    return StringField(label, description=hint, validators=[_WRITTEN, _SHORT])


def _priorities(priorities: Sequence[Priority]) -> list[SelectChoice]:
    named = [SelectChoice(one.key, worded(one).label) for one in priorities]
    return [SelectChoice("", _l("None of these")), *named]


class ChantierForm(OnceForm):
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
        coerce=row_number,
        invalid_choice_message=_UNKNOWN,
        validators=[Optional()],
        description=_l("A passage of this proposal may ask that its chantiers have base structures in them."),
    )

    def offer(self, priorities: Sequence[Priority], proposals: Mapping[int, str]) -> None:
        """Fill the lists."""
        self.priority_key.choices = _priorities(priorities)
        self.proposal_id.choices = [
            SelectChoice("", _l("None of these")),
            *(SelectChoice(str(key), title) for key, title in proposals.items()),
        ]

    def facts(self) -> dict[str, Any]:
        """Return what `open_chantier` is told."""
        return self._of_work() | {"proposal_id": self.proposal_id.data}

    def _of_work(self) -> dict[str, Any]:
        return {
            "title": self.title.data,
            "question": self.question.data,
            "theme": self.theme.data or None,
            "priority_key": self.priority_key.data,
        }


class ChantierChangeForm(ChantierForm):
    """What a chantier says of itself from now on."""

    proposal_id = None

    def offer_priorities(self, priorities: Sequence[Priority]) -> None:
        """Fill the list."""
        self.priority_key.choices = _priorities(priorities)

    def facts(self) -> dict[str, Any]:
        """Return what `change_chantier` is told."""
        return self._of_work()


class TestimonyForm(OnceForm):
    """What a structure testifies to."""

    actor = _actor(_l("Structure"))
    text = TextAreaField(_l("Its testimony"), validators=[_WRITTEN, _LONG])
    consent = RadioField(
        _l("It agrees to be quoted"),
        choices=[
            SelectChoice(Consent.NONE.value, _l("No: only those who lead chantiers read it")),
            SelectChoice(Consent.ANONYMOUS.value, _l("Yes, without its name")),
            SelectChoice(Consent.NAMED.value, _l("Yes, with its name")),
        ],
        invalid_choice_message=_UNKNOWN,
        validators=[_REQUIRED],
    )
    attribution = StringField(
        _l("How it is named"),
        description=_l("Leave it empty to take the name of the structure."),
        validators=[Optional(), _SHORT],
    )


class PartyForm(Form):
    """A stakeholder that the chantier needs."""

    actor = _actor(_l("Institution, grouping or resource actor"))


class AnswerForm(Form):
    """What a stakeholder answered."""

    accepts = RadioField(
        _l("It takes part"),
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))],
        invalid_choice_message=_UNKNOWN,
        validators=[_REQUIRED],
    )
    answer = TextAreaField(_l("In its words"), validators=[Optional(), _LONG])


class DiagnosisForm(Form):
    """The next version of the diagnosis."""

    text = TextAreaField(
        _l("Diagnosis"),
        description=_l("Every party is then asked again."),
        validators=[_WRITTEN, _LONG, InMarkdown()],
    )
    seen = HiddenField()


class _SpeakingForm(OnceForm):
    participant_id = SelectField(
        _l("Party"), coerce=row_number, invalid_choice_message=_UNKNOWN, validators=[_WRITTEN]
    )

    def offer(self, parties: Sequence[Participant]) -> None:
        """Fill the list of those for whom one may speak."""
        self.participant_id.choices = choose_one(SelectChoice(str(one.id), one.actor.name) for one in parties)


class StanceForm(_SpeakingForm):
    """What a party thinks of the diagnosis."""

    stance = RadioField(
        _l("It says"),
        choices=[
            SelectChoice(Stance.AGREES.value, _l("We agree")),
            SelectChoice(Stance.RESERVES.value, _l("We agree with reserves")),
            SelectChoice(Stance.DISAGREES.value, _l("We disagree")),
        ],
        invalid_choice_message=_UNKNOWN,
        validators=[_REQUIRED],
    )
    comment = TextAreaField(_l("What you would say differently"), validators=[Optional(), _LONG])


class ExpressionForm(_SpeakingForm):
    """What a party wants to say."""

    text = TextAreaField(_l("In its words"), validators=[_WRITTEN, _LONG])


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
    institution = StringField(
        _l("Institution in charge"),
        description=_l("Its name in the directory, or enough of it to mean one structure."),
        validators=[Optional(), _SHORT],
    )


class InformationForm(Form):
    """What people are told about the measure."""

    information = TextAreaField(
        _l("What people should know"),
        description=_l("What is new, for whom, since when, where to ask. Everyone reads it."),
        validators=[_WRITTEN, _LONG],
    )


class CommitmentForm(OnceForm):
    """What an institution commits to."""

    actor = _actor(_l("Institution"))
    text = TextAreaField(_l("What it commits to"), validators=[_WRITTEN, _LONG])
    due_on = DayField(_l("Until"), validators=[InputRequired(_l("Write a date."))])


class CommitmentStateForm(Form):
    """What became of a commitment."""

    state = RadioField(
        _l("State"),
        choices=[
            SelectChoice(CommitmentState.PROMISED.value, _l("Promise made")),
            SelectChoice(CommitmentState.UNDER_WAY.value, _l("Under way")),
            SelectChoice(CommitmentState.KEPT.value, _l("Kept")),
            SelectChoice(CommitmentState.DROPPED.value, _l("Given up")),
        ],
        invalid_choice_message=_UNKNOWN,
        validators=[_REQUIRED],
    )
    note = TextAreaField(_l("Note"), validators=[Optional(), _LONG])


class RecognitionForm(OnceForm):
    """That an institution recognises the pole."""

    actor = _actor(_l("Institution"))
    recognised_on = DayField(_l("Recognised on"), validators=[InputRequired(_l("Write a date."))])
    text = TextAreaField(
        _l("In which act, and in what words"),
        description=_l("For example a deliberation, an agreement, a letter."),
        validators=[_WRITTEN, _LONG],
    )
