"""The ballot paper of an open vote, screen by screen; the quorum that is tried after it; the seats of those elected."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t
from collegial.statutes.rules import QuorumBase, QuorumRule
from collegial.votes.asking import Asked
from collegial.web.forms import Form, OnceForm, filled_in
from collegial.web.hours import DayField
from collegial.web.languages import say
from collegial.web.marks import NEEDED
from collegial.web.percents import PercentField

Filled = MultiDict[str, str]


def field_name(asked: Asked) -> str:
    """Return what the fields of a question begin with."""
    return f"q{asked.question.id}"


def fields_of(asked: Asked, form: Filled) -> dict[str, list[str]]:
    """Return what was filled in for a question, by the endings of its fields."""
    return filled_in(form, field_name(asked))


def named(form: Filled, name: str) -> list[tuple[str, str]]:
    """Return the fields of a question as they were sent, to show them again."""
    return [
        (key, value) for key, value in form.items(multi=True) if key == name or key.startswith(f"{name}-")
    ]


def read_choices(form: Filled, sheet: Sequence[Asked]) -> dict[int, str]:
    """Return the choices that travel along with a page, by question; what cannot be read is left out."""
    found: dict[int, str] = {}
    for one in sheet:
        choice = form.get(field_name(one), "")
        try:
            one.check(choice)
        except Invalid:
            continue
        found[one.question.id] = choice
    return found


def fill_in(form: Filled, asked: Asked) -> tuple[str | None, Text | None]:
    """Read the page of one question: its choice, or the sentence that says what is missing."""
    try:
        return asked.method.form.read(asked.poll, fields_of(asked, form)), None
    except Invalid as error:
        return None, error.text


def _is_share(_form: Form, field: PercentField) -> None:
    """Refuse more than all; less than nothing cannot be written."""
    if not field.errors and (field.exact or 0) > 1:
        raise ValidationError(say(t("A quorum lies between 0 % and 100 %.")))


class QuorumForm(Form):
    """Another quorum, under which a closed vote is looked at; nothing is kept."""

    at_least = PercentField(_l("Least attendance, in %"), validators=[NEEDED, _is_share])
    measured = SelectField(
        _l("Measured on"),
        choices=[
            SelectChoice("members", _l("All voting rights alike")),
            SelectChoice("weighted", _l("Each college by its weight")),
            SelectChoice("each", _l("Reached in every college")),
        ],
        default="members",
    )

    def rule(self) -> QuorumRule | None:
        """Return the quorum that is tried; None before one is."""
        if self.at_least.exact is None:
            return None
        measured = self.measured.data if "measured" in self else "members"
        return QuorumRule(
            at_least=self.at_least.exact,
            base=QuorumBase.WEIGHTED if measured == "weighted" else QuorumBase.MEMBERS,
            per_college=measured == "each",
        )


class SeatsForm(OnceForm):
    """The group in which those elected take their seat, and from when until when."""

    group = SelectField(
        _l("Group"),
        description=_l("If it is not listed, form it first on the page of the groups."),
        coerce=int,
        validate_choice=False,
    )
    starts_on = DayField(_l("From"), validators=[InputRequired(_l("Write a date."))])
    term_ends_on = DayField(
        _l("End of the term"),
        description=_l("Where there is one. The seat lasts until its end is recorded."),
        validators=[Optional()],
    )
