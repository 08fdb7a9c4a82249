"""What a field says of itself beside its label or below it: when it is needed, what may be written in it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired, StopValidation

from collegial.kernel.text import t
from collegial.web.languages import say

NEEDED = InputRequired(_l("This answer is needed."))
WRITTEN = DataRequired(_l("This answer is needed."))  # spaces alone are no answer
_SENTENCE = t("This answer is needed.")


class Settled:
    """Marks a field that is not said to be optional.

    It always has an answer, such as “none of these”, or is shown only where one is needed.
    """

    field_flags = {"settled": True}  # noqa: RUF012 (WTForms reads it so)

    def __call__(self, _form: PlainForm, _field: Field) -> None:
        """Accept every answer."""


class NeededWhen:
    """Marks a field that another answer makes necessary: its label says when, and it is asked for then.

    `field` and `answers` are that other field and those of its values; without them a service asks. `words` follow
    the label, such as “required for an exclusion”.
    """

    def __init__(self, words: Any, field: str = "", *answers: str) -> None:
        self.field_flags = {"settled": True, "needed_when": words}
        self.field, self.answers = field, answers

    def __call__(self, form: PlainForm, field: Field) -> None:
        """Ask for an answer where it is needed; where nothing was written otherwise, look no further."""
        if any(str(one).strip() for one in field.raw_data or ()):
            return
        field.errors = []
        if self.field and form[self.field].data in self.answers:
            raise StopValidation(say(_SENTENCE))
        raise StopValidation


class InMarkdown:
    """Marks a field in which signs make bold, lists and headings: how is said below its label."""

    field_flags = {"is_markdown": True}  # noqa: RUF012 (WTForms reads it so)

    def __call__(self, _form: PlainForm, _field: Field) -> None:
        """Accept every answer."""


def lead_to(field: Field, label: str, address: str) -> None:
    """Let the hint of a field lead to the page where what its list lacks is made."""
    field.flags.leads_to = (label, address)
