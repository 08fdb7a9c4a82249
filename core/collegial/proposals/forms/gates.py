"""The forms of a gate: settle a topic, open it again, decide."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange

from collegial.proposals.models import GateOutcome
from collegial.web.forms import Form

_NUMBER = _l("Write a whole number, 0 for none.")
_COUNTED = [InputRequired(_NUMBER), NumberRange(max=1_000_000, message=_NUMBER)]


class SettleForm(Form):
    """Settle a topic."""

    decision = TextAreaField(
        _l("What was decided"), validators=[DataRequired(_l("Write what was decided on this topic."))]
    )


class ReopenForm(Form):
    """Open a settled topic again."""

    reasons = TextAreaField(
        _l("Reasons"), validators=[DataRequired(_l("Write why this topic is opened again."))]
    )


class DecisionForm(Form):
    """Decide on the passage."""

    outcome = RadioField(
        _l("Decision"),
        choices=[
            SelectChoice(GateOutcome.PASSED.value, _l("Let the proposal pass to the next stage")),
            SelectChoice(GateOutcome.SENT_BACK.value, _l("Send the version back to work")),
        ],
        validators=[InputRequired(_l("Choose what the group decided."))],
    )
    votes_for = IntegerField(_l("Votes for the passage"), validators=_COUNTED)
    votes_against = IntegerField(_l("Votes against the passage"), validators=_COUNTED)
    abstentions = IntegerField(_l("Abstentions"), validators=_COUNTED)
    reasons = TextAreaField(
        _l("Reasons"),
        description=_l("They are shown with the decision, for everyone who may read the proposal."),
        validators=[DataRequired(_l("Write the reasons of the decision."))],
    )
