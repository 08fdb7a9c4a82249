"""The form of vote by correspondence: one answer for each resolution, or none."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from collegial.assemblies.models import Resolution
from collegial.kernel.text import t
from collegial.votes.models import Choice
from collegial.web.forms import Form
from collegial.web.languages import say

NO_ANSWER = ""
LABELS = {
    Choice.FOR: _l("For"),
    Choice.AGAINST: _l("Against"),
    Choice.ABSTAIN: _l("I abstain"),
    Choice.BLANK: _l("Blank vote"),
}
_CHOICES = [
    *(SelectChoice(choice.value, label) for choice, label in LABELS.items()),
    SelectChoice(NO_ANSWER, _l("No answer: not counted as a vote cast")),
]


class AnswersForm(Form):
    """The answers; a field is added for each resolution."""

    def asked(self) -> list[tuple[int, RadioField]]:
        """Return the questions with the number of their resolution, in their order."""
        return [(int(name[1:]), field) for name, field in self._fields.items() if _is_question(name)]

    def answers(self) -> dict[int, str]:
        """Return the answers that were given, by resolution."""
        return {number: field.data for number, field in self.asked() if field.data != NO_ANSWER}


class PaperForm(AnswersForm):
    """A paper form, with the day on which it came in."""

    received_on = DateField(
        _l("Came in on"),
        description=_l("The day of the stamp, the mail or the hand delivery; it must be in time."),
        validators=[InputRequired(_l("This answer is needed."))],
    )


class FindForm(Form):
    """Whose paper form it is."""

    member = StringField(
        _l("Member"),
        description=_l("Write the member's number, or the full name as it stands on the roll."),
        validators=[InputRequired(_l("This answer is needed.")), Length(max=200)],
    )


def with_questions(kind: type[AnswersForm], resolutions: Sequence[Resolution]) -> type[AnswersForm]:
    """Return a form that asks about these resolutions."""
    fields = {
        f"r{one.id}": RadioField(
            say(t("Resolution %(number)s: %(title)s", number=one.number, title=one.title)),
            choices=_CHOICES, default=NO_ANSWER,
        )
        for one in resolutions
    }  # fmt: skip
    return type(kind.__name__, (kind,), fields)


def _is_question(name: str) -> bool:
    return name.startswith("r") and name[1:].isdecimal()
