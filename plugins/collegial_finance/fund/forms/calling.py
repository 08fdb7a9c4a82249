"""Calls for projects, and what is done on their way."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import ValidationError

from collegial.plugin import AmountField, DomainError, OnceForm, say
from collegial_finance.fields import LONG, REQUIRED, SHORT
from collegial_finance.fund.rules import CallPlan, read_criteria


class ReasonForm(OnceForm):
    """Why."""

    reason = TextAreaField(_l("Reason"), validators=[REQUIRED, LONG])


class CallForm(OnceForm):
    """A new call for projects."""

    title = StringField(_l("Title"), validators=[REQUIRED, SHORT])
    text = TextAreaField(
        _l("What is called for"), description=_l("Who may apply, for what, how."), validators=[REQUIRED]
    )
    opens_on = DateField(_l("First day"), validators=[REQUIRED])
    closes_on = DateField(_l("Last day"), validators=[REQUIRED])
    envelope = AmountField(_l("What the call offers in all, in euros"), validators=[REQUIRED])
    most = AmountField(_l("Most for one project, in euros"), validators=[REQUIRED])
    criteria = TextAreaField(
        _l("Criteria"),
        description=_l(
            "One per line: name; weight from 1 to 10; what it means. For example “Use; 2; Who gains by it?”."
        ),
        validators=[REQUIRED],
    )

    def validate_criteria(self, field: TextAreaField) -> None:
        """Refuse a line that is no criterion."""
        try:
            read_criteria(field.data or "")
        except DomainError as error:
            raise ValidationError(say(error.text)) from None

    def facts(self) -> dict[str, Any]:
        """Return what `open_call` is told."""
        plan = CallPlan(
            opens_on=self.opens_on.data, closes_on=self.closes_on.data, envelope=self.envelope.amount,
            most=self.most.amount,
        )  # fmt: skip
        criteria = read_criteria(self.criteria.data)
        return {"title": self.title.data, "text": self.text.data, "plan": plan, "criteria": criteria}
