"""Forms of the register of decisions."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from collegial.actors.models import Actor
from collegial.decisions.models import DecisionSource, FollowUp, FollowUpState
from collegial.decisions.services import HandEntry
from collegial.web.forms import OnceForm, row_number
from collegial.web.hours import DayField
from collegial.web.marks import NEEDED, WRITTEN

_ADOPTED, _REJECTED = "adopted", "rejected"
_NOBODY = ""


class EntryForm(OnceForm):
    """A decision entered by hand."""

    source = RadioField(
        _l("Who decided"),
        choices=[
            SelectChoice(
                DecisionSource.BOARD.value, _l("A body of the cooperative, in a meeting of its own")
            ),
            SelectChoice(DecisionSource.CONSULTATION.value, _l("The members, consulted in writing")),
        ],
        validators=[NEEDED],
    )
    body = StringField(_l("Name of the body or of the consultation"), validators=[WRITTEN, Length(max=200)])
    decided_on = DayField(_l("Day of the decision"), validators=[WRITTEN])
    title = StringField(_l("Title"), validators=[WRITTEN, Length(max=300)])
    text = TextAreaField(_l("Text of the decision"), validators=[WRITTEN])
    result = RadioField(
        _l("Result"),
        choices=[SelectChoice(_ADOPTED, _l("Adopted")), SelectChoice(_REJECTED, _l("Rejected"))],
        validators=[NEEDED],
    )

    def entry(self) -> HandEntry:
        """Return what the register is told."""
        return HandEntry(
            source=DecisionSource(self.source.data), body=self.body.data, title=self.title.data,
            text=self.text.data, decided_on=self.decided_on.data, is_adopted=self.result.data == _ADOPTED,
        )  # fmt: skip


class FollowForm(OnceForm):
    """A step in carrying out a decision."""

    owner_id = SelectField(
        _l("Who carries it out"),
        coerce=row_number,
        invalid_choice_message=_l("Choose one from the list."),
        validators=[Optional()],
    )
    state = RadioField(
        _l("How it stands"),
        choices=[
            SelectChoice(FollowUpState.TO_DO.value, _l("To do")),
            SelectChoice(FollowUpState.UNDER_WAY.value, _l("Under way")),
            SelectChoice(FollowUpState.DONE.value, lazy_pgettext("decision", "Done")),
            SelectChoice(FollowUpState.DROPPED.value, _l("Not carried out")),
        ],
        validators=[NEEDED],
    )
    due_on = DayField(_l("To be done by"), validators=[Optional()])
    note = TextAreaField(
        _l("Note"),
        description=_l("What was done, where the evidence is, or why it is not carried out."),
        validators=[Optional()],
    )

    def offer(self, owners: Sequence[Actor]) -> None:
        """Fill the list of those who may carry it out."""
        nobody = SelectChoice(_NOBODY, _l("Nobody yet"))
        self.owner_id.choices = [nobody, *(SelectChoice(str(one.id), one.name) for one in owners)]

    def start_from(self, last: FollowUp) -> None:
        """Show how the decision stands now."""
        self.state.data = last.state.value
        self.owner_id.data, self.due_on.data = last.owner_id, last.due_on
