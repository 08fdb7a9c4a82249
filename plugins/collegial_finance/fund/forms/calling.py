"""Calls for projects, and what is done on their way."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from collegial.plugin import AmountField, DayField, Money, OnceForm, PartForm, Settled, say, t
from collegial_finance.fields import LONG, REQUIRED, SHORT, AsksToWait, may_wait_field
from collegial_finance.fund.means import Standing
from collegial_finance.fund.rules import MOST_WEIGHT, NO_CRITERION, CallPlan, Criterion

FIRST_LINES, MOST_LINES = 3, 30


class ReasonForm(OnceForm):
    """Why."""

    reason = TextAreaField(_l("Reason"), validators=[REQUIRED, LONG])


def _stripped(written: str | None) -> str:
    return (written or "").strip()


class CriterionLine(PartForm):
    """What applications are scored on; a line with nothing written is left out."""

    label = StringField(_l("Name"), filters=[_stripped], validators=[SHORT, Settled()])
    weight = SelectField(
        _l("Weight"), coerce=int, choices=[(one, str(one)) for one in range(1, MOST_WEIGHT + 1)], default=1
    )
    meaning = StringField(_l("What it means"), filters=[_stripped], validators=[LONG, Settled()])

    def validate_label(self, field: StringField) -> None:
        """Refuse a line that means something and has no name."""
        if self.meaning.data and not field.data:
            raise ValidationError(say(t("Give it a name, or empty the line to leave it out.")))

    @property
    def criterion(self) -> Criterion:
        """Return what was written."""
        return Criterion(label=self.label.data, weight=self.weight.data, meaning=self.meaning.data)


class CallForm(AsksToWait, OnceForm):
    """A new call for projects."""

    title = StringField(_l("Title"), validators=[REQUIRED, SHORT])
    text = TextAreaField(
        _l("What is called for"), description=_l("Who may apply, for what, how."), validators=[REQUIRED]
    )
    opens_on = DayField(_l("First day"), validators=[REQUIRED])
    closes_on = DayField(_l("Last day"), validators=[REQUIRED])
    envelope = AmountField(_l("What the call offers in all, in euros"), validators=[REQUIRED])
    may_wait = may_wait_field(_l("The call may wait for money that is still to come"))
    most = AmountField(_l("Most for one project, in euros"), validators=[REQUIRED])
    criteria = FieldList(
        FormField(CriterionLine, _l("Criterion")),
        _l("Criteria"),
        description=_l(
            "One at least; a line left empty is left out. "
            "The weight says how much a criterion counts beside the others."
        ),
        min_entries=FIRST_LINES,
        max_entries=MOST_LINES,
    )
    more = SubmitField(_l("Room for three more"))

    def say_what_is_there(self, left: Money, standing: Standing) -> None:
        """Tell beside what the call offers how much of it is there."""
        told = t(
            "%(left)s is there for a new call now, of %(received)s received.",
            left=left,
            received=standing.received,
        )
        if standing.promised:
            told = t(
                "%(left)s is there for a new call now, of %(received)s received; %(promised)s more is promised.",
                left=left, received=standing.received, promised=standing.promised,
            )  # fmt: skip
        self.envelope.description = say(told)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the answers; where no criterion is written, the first one needs its name."""
        if not any(line.form.label.data or line.form.meaning.data for line in self.criteria):
            first = self.criteria[0].form.label
            first.validators = [DataRequired(say(NO_CRITERION)), *first.validators]
        return bool(super().validate(extra_validators))

    def makes_room(self) -> bool:
        """Give room for more criteria when that is what was asked for, before anything is checked."""
        if not (self.is_submitted() and self.more.data):
            return False
        for _ in range(min(FIRST_LINES, MOST_LINES - len(self.criteria))):
            self.criteria.append_entry()
        return True

    def facts(self) -> dict[str, Any]:
        """Return what `open_call` is told."""
        plan = CallPlan(
            opens_on=self.opens_on.data, closes_on=self.closes_on.data, envelope=self.envelope.amount,
            most=self.most.amount,
        )  # fmt: skip
        written = (line.form.criterion for line in self.criteria)
        criteria = [one for one in written if one.label]
        return {
            "title": self.title.data, "text": self.text.data, "plan": plan, "criteria": criteria,
            "may_wait": self.may_wait.data,
        }  # fmt: skip
