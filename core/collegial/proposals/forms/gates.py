"""The forms of a gate: decide, take part in a round, start again."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from collegial.kernel.text import t
from collegial.proposals.models import GateOutcome, Stance
from collegial.proposals.rules import Count, Way
from collegial.web.forms import Form, OnceForm
from collegial.web.languages import say
from collegial.web.marks import NEEDED

_NUMBER = _l("Write a whole number, 0 for none.")
_COUNTED = [InputRequired(_NUMBER), NumberRange(max=1_000_000, message=_NUMBER)]


def _reasons() -> TextAreaField:
    return TextAreaField(
        _l("Reasons"),
        description=_l("They are shown with the decision, for everyone who may read the proposal."),
        validators=[DataRequired(_l("Write the reasons of the decision."))],
    )


def _tasks() -> TextAreaField:
    return TextAreaField(
        _l("What is to be done before it comes again"),
        description=_l("One task per line, for a version that is sent back."),
        validators=[Optional(), Length(max=5000)],
    )


def _carries_over() -> BooleanField:
    return BooleanField(
        _l("Carry the amendments without an answer over to the next version"),
        description=_l("They keep their debate and wait for an answer there. Their authors are told."),
    )


def _outcome() -> RadioField:
    return RadioField(
        _l("Decision"),
        choices=[
            SelectChoice(GateOutcome.PASSED.value, _l("Let the proposal pass to the next stage")),
            SelectChoice(GateOutcome.SENT_BACK.value, _l("Send the version back to work")),
        ],
        validators=[InputRequired(_l("Choose what was decided."))],
    )


def _count_in(form: Form) -> Count:
    return Count(
        votes_for=form.votes_for.data, against=form.votes_against.data, abstentions=form.abstentions.data
    )


class DecisionForm(Form):
    """Decide on a passage alone, as whoever holds the right."""

    outcome, reasons, carries_over, tasks = _outcome(), _reasons(), _carries_over(), _tasks()

    @property
    def count(self) -> Count | None:
        """Return the count of the group; None where one person decides."""
        return None


class CountedDecisionForm(DecisionForm):
    """Record what a group decided on a passage, with its count."""

    votes_for = IntegerField(_l("Votes for the passage"), validators=_COUNTED)
    votes_against = IntegerField(_l("Votes against the passage"), validators=_COUNTED)
    abstentions = IntegerField(_l("Abstentions"), validators=_COUNTED)
    # Made again: fields stand in the order in which they are made.
    reasons, carries_over, tasks = _reasons(), _carries_over(), _tasks()

    @property
    def count(self) -> Count | None:
        """Return the count that was written."""
        return _count_in(self)


class VoiceForm(Form):
    """Take part in a round."""

    stance = RadioField(_l("What you say"), validators=[InputRequired(_l("Choose an answer."))])
    reasons = TextAreaField(
        _l("Your reasons"),
        description=_l("The group sees them with your name."),
        validators=[Optional(), Length(max=5000)],
    )

    def offer(self, way: Way) -> None:
        """Hand in the answers of a vote, or of a consent round."""
        is_consent = way is Way.CONSENT
        self.stance.choices = [
            (Stance.FOR.value, say(t("I consent") if is_consent else t("For the passage"))),
            (Stance.AGAINST.value, say(t("I object") if is_consent else t("Against the passage"))),
            (Stance.ABSTAIN.value, say(t("I abstain"))),
        ]


class CloseForm(Form):
    """Close a round with the reasons of what it decides."""

    reasons, carries_over, tasks = _reasons(), _carries_over(), _tasks()


class WithdrawForm(Form):
    """Why a proposal is withdrawn, or taken up again."""

    reasons = TextAreaField(
        _l("Why"), description=_l("Everyone who reads the proposal sees it."),
        validators=[NEEDED, Length(max=2000)],
    )  # fmt: skip


def _why_again() -> TextAreaField:
    return TextAreaField(_l("Reasons"), validators=[DataRequired(_l("Write the reasons of the decision."))])


class RollbackForm(OnceForm):
    """Start the draft again from a frozen version, alone."""

    to_stage, reasons = SelectField(_l("Start again from")), _why_again()

    @property
    def count(self) -> Count | None:
        """Return the count of the group; None where one person decides."""
        return None


class CountedRollbackForm(RollbackForm):
    """Start the draft again from a frozen version, as a group decided with its count."""

    votes_for = IntegerField(_l("Votes for it"), validators=_COUNTED)
    votes_against = IntegerField(_l("Votes against it"), validators=_COUNTED)
    abstentions = IntegerField(_l("Abstentions"), validators=_COUNTED)
    reasons = _why_again()

    @property
    def count(self) -> Count | None:
        """Return the count that was written."""
        return _count_in(self)
