"""The form of a contribution: who was heard, when and how, and which actions it touches."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from collegial.proposals.models import Contribution
from collegial.proposals.services.hearing import HeardLine, Hearing
from collegial.web.forms import OnceForm, PartForm, choose_one
from collegial.web.hours import DayField
from collegial.web.marks import InMarkdown

_NUMBER = _l("Write a whole number, one or more.")
MOST_LINES = 60


class LineForm(PartForm):
    """One or several persons heard."""

    name = StringField(_l("Name, or description"), validators=[Optional(), Length(max=200)])
    family = SelectField(_l("Family of actors"), validators=[Optional()])
    number = IntegerField(
        _l("How many persons"), default=1, validators=[Optional(), NumberRange(1, 10_000, _NUMBER)]
    )
    may_be_named = BooleanField(_l("They agreed to be named"))


class HearingForm(OnceForm):
    """A contribution."""

    revision = HiddenField()
    kind = SelectField(_l("Kind"), validators=[InputRequired(_l("Choose a kind from the list."))])
    title = StringField(_l("Title"), validators=[DataRequired(_l("Write something here.")), Length(max=300)])
    heard_on = DayField(_l("Day"), validators=[Optional()])
    text = TextAreaField(
        _l("Notes"),
        description=_l("What was said or found. Everyone who reads the version reads it."),
        validators=[Optional(), Length(max=100_000), InMarkdown()],
    )
    lines = FieldList(
        FormField(LineForm, _l("A person or several")),
        _l("Who was heard"),
        min_entries=1,
        max_entries=MOST_LINES,
    )
    more = SubmitField(_l("Room for three more"))
    views = IntegerField(
        _l("Number of persons heard"),
        description=_l("Only when nobody is listed above. Zero for a study of documents."),
        default=0,
        validators=[Optional(), NumberRange(0, 100_000, _l("Write a whole number, 0 for none."))],
    )
    touches = SelectMultipleField(
        _l("Actions it speaks of"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[Optional()],
    )

    def offer(
        self,
        kinds: list[tuple[str, str]],
        families: list[tuple[str, str]],
        actions: list[tuple[str, str]],
    ) -> None:
        """Hand in the choices."""
        self.kind.choices = choose_one(SelectChoice(*one) for one in kinds)
        self.touches.choices = actions
        for line in self.lines:
            line.form.family.choices = families

    def show(self, row: Contribution) -> None:
        """Put a contribution into the form, with room for one more line."""
        lines = [
            {
                "name": one.name,
                "family": one.family or "",
                "number": one.number,
                "may_be_named": one.may_be_named,
            }
            for one in row.heard
        ]
        self.process(
            formdata=None,
            data={
                "revision": row.revision, "kind": row.kind, "title": row.title, "heard_on": row.heard_on,
                "text": row.text, "lines": [*lines, {"number": 1}],
                "views": 0 if lines else row.views,
                "touches": [one.action_key for one in row.touches],
            },
        )  # fmt: skip

    def hearing(self) -> Hearing:
        """Return what was sent."""
        return Hearing(
            kind=self.kind.data, title=self.title.data, text=self.text.data or "",
            heard_on=self.heard_on.data, views=self.views.data or 0, touches=self.touches.data or (),
            lines=[
                HeardLine(
                    name=one.form.name.data or "", family=one.form.family.data or "",
                    number=one.form.number.data or 1, may_be_named=one.form.may_be_named.data,
                )
                for one in self.lines
            ],
        )  # fmt: skip
