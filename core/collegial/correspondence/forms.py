"""The form of vote by correspondence: one answer for each resolution, or none."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.utils import unset_value
from wtforms.validators import Length

from collegial.assemblies.queries.voting import Answerable
from collegial.hooks.voting import VOID
from collegial.kernel.errors import Invalid
from collegial.kernel.text import t
from collegial.votes.models import Choice
from collegial.web.forms import Form, filled_in
from collegial.web.hours import DayField
from collegial.web.languages import say
from collegial.web.marks import NEEDED, Settled

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
_VOID = SelectChoice(VOID, _l("Void: what is written cannot be counted"))


class BallotField(Field):  # type: ignore[misc]
    """The paper of an election among the answers; nothing filled in is no answer."""

    def __init__(self, label: str, *, asked: Answerable, **more: Any) -> None:
        super().__init__(label, **more)
        self.asked = asked
        self.given: Mapping[str, list[str]] = {}

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:  # noqa: ARG002
        """Read all that was filled in for this election, or show what was sent before."""
        self.process_errors, self.data, self.object_data = [], None, data
        if formdata is None:
            self._show(data if data is not unset_value else None)
            return
        self.given = {
            ending: values for ending, values in filled_in(formdata, self.name).items() if any(values)
        }
        if self.given and self.asked.method is not None:
            try:
                self.data = VOID if "-void" in self.given else self._read(self.asked.method.form.read)
            except Invalid as error:
                self.process_errors = [say(error.text)]

    def _read(self, read: Any) -> str:
        choice: str = read(self.asked.poll, self.given)
        return choice

    def _show(self, choice: str | None) -> None:
        self.data = choice
        if choice == VOID:
            self.given = {"-void": ["1"]}
        elif choice and self.asked.method is not None and self.asked.accepts(choice):
            self.given = {
                ending: list(values)
                for ending, values in self.asked.method.form.write(self.asked.poll, choice).items()
            }


class AnswersForm(Form):
    """The answers; a field is added for each resolution."""

    takes_void = False

    def asked(self) -> list[tuple[int, Field]]:
        """Return the questions with the number of their resolution, in their order."""
        return [(int(name[1:]), field) for name, field in self._fields.items() if _is_question(name)]

    def answers(self) -> dict[int, str]:
        """Return the answers that were given, by resolution."""
        return {number: field.data for number, field in self.asked() if field.data}


class PaperForm(AnswersForm):
    """A paper form, with the day on which it came in; what is written on it may be void."""

    takes_void = True

    received_on = DayField(
        _l("Came in on"),
        description=_l("The day of the stamp, the e-mail or the hand delivery; it must be in time."),
        validators=[NEEDED],
    )


class FindForm(Form):
    """Whose paper form it is."""

    member = StringField(
        _l("Member"),
        description=_l("Write the member’s number, or the full name as it stands on the roll."),
        validators=[NEEDED, Length(max=200)],
    )


class FormListForm(Form):
    """A list of paper forms from a spreadsheet."""

    file = FileField(
        _l("File"),
        description=_l("CSV or XLSX with the columns “member”, “received on”, and one for each resolution."),
        validators=[FileRequired(_l("Choose a file."))],
    )


def with_questions(kind: type[AnswersForm], asked: Sequence[Answerable]) -> type[AnswersForm]:
    """Return a form that asks about these resolutions."""
    fields = {f"r{one.resolution.id}": _field(kind, one) for one in asked}
    return type(kind.__name__, (kind,), fields)


def _field(kind: type[AnswersForm], one: Answerable) -> Field:
    title = say(
        t("Resolution %(number)s: %(title)s", number=one.resolution.number, title=one.resolution.title)
    )
    if one.elects:
        return BallotField(title, asked=one)
    choices = [*_CHOICES[:-1], _VOID, _CHOICES[-1]] if kind.takes_void else _CHOICES
    return RadioField(title, choices=choices, default=NO_ANSWER, validators=[Settled()])


def _is_question(name: str) -> bool:
    return name.startswith("r") and name[1:].isdecimal()
