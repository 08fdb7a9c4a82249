"""The ballot paper of an open vote: one question a screen, then the review; the seats of those elected."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired, Optional

from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text
from collegial.votes.asking import Asked
from collegial.web.forms import OnceForm, filled_in

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


class SeatsForm(OnceForm):
    """The group in which those elected take their seat, and from when until when."""

    group = SelectField(
        _l("Group"),
        description=_l("If it is not listed, form it first on the page of the groups."),
        coerce=int,
        validate_choice=False,
    )
    starts_on = DateField(_l("From"), validators=[InputRequired(_l("Write a date."))])
    term_ends_on = DateField(
        _l("End of the term"),
        description=_l("Where there is one. The seat lasts until its end is recorded."),
        validators=[Optional()],
    )
