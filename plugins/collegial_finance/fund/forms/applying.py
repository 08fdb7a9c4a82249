"""Applications: what is asked for, what proves it, how it is scored."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from collegial.plugin import Actor, AmountField, Form, OnceForm, Upload, received, row_number
from collegial_finance.fields import KNOWN, LONG, REQUIRED, SHORT, offered
from collegial_finance.fund.models import CallCriterion
from collegial_finance.fund.rules import BEST_SCORE

KINDS_OF_FILES = _l("PDF, picture, LibreOffice or Word text, spreadsheet: 10 MB at most.")


def upload_of(field: FileField) -> Upload | None:
    """Read the file that came with a form; None where none was chosen."""
    sent = field.data
    return received(sent) if isinstance(sent, FileStorage) and sent.filename else None


class ApplicationForm(OnceForm):
    """An application to a call."""

    applicant_id = SelectField(
        _l("For which structure"), coerce=row_number, validate_choice=False, validators=[KNOWN]
    )
    title = StringField(_l("Title of the project"), validators=[REQUIRED, SHORT])
    summary = TextAreaField(
        _l("The project"),
        description=_l("The need, what you will try, with whom, how one will know whether it works."),
        validators=[REQUIRED],
    )
    budget = AmountField(_l("Whole budget, in euros"), validators=[REQUIRED])
    asked = AmountField(_l("Asked of the fund, in euros"), validators=[REQUIRED])
    file = FileField(_l("A first file"), description=KINDS_OF_FILES, validators=[Optional()])

    def offer(self, actors: Sequence[Actor]) -> None:
        """Fill the list of structures."""
        self.applicant_id.choices = offered(actors)

    def facts(self) -> dict[str, Any]:
        """Return what `apply` is told."""
        return {
            "applicant_id": self.applicant_id.data, "title": self.title.data, "summary": self.summary.data,
            "budget": self.budget.amount, "asked": self.asked.amount, "file": upload_of(self.file),
        }  # fmt: skip


class FileForm(OnceForm):
    """A file to add."""

    file = FileField(_l("File"), description=KINDS_OF_FILES, validators=[FileRequired(_l("Choose a file."))])


class EvidenceForm(FileForm):
    """What shows that an instalment is due."""

    note = StringField(_l("What it shows"), validators=[Optional(), LONG])


class ApprovalForm(OnceForm):
    """What was found in examining the evidence."""

    note = StringField(_l("What you found"), validators=[Optional(), LONG])


class RefusalForm(OnceForm):
    """What the evidence lacks."""

    reason = TextAreaField(
        _l("What it lacks"),
        description=_l("The structure reads it, and hands in other evidence."),
        validators=[REQUIRED, LONG],
    )


class ReviewForm(Form):
    """The scores of a reviewer, one field for each criterion: `criterion-7`."""

    comment = TextAreaField(_l("Your words for the committee"), validators=[Optional()])

    @classmethod
    def of(
        cls, criteria: Sequence[CallCriterion], known: Mapping[int, int], comment: str | None
    ) -> "ReviewForm":
        """Build the form of a call, filled with what was given before."""
        fields: dict[str, Any] = {f"criterion_{one.id}": _scale(one) for one in criteria}
        made = type("ReviewFormOfCall", (cls,), fields)
        given = {f"criterion_{key}": str(value) for key, value in known.items()}
        form: ReviewForm = made(data=given | {"comment": comment})
        return form

    def scores(self, criteria: Sequence[CallCriterion]) -> dict[int, int]:
        """Return the scores by criterion."""
        return {one.id: int(self[f"criterion_{one.id}"].data) for one in criteria}


def _scale(one: CallCriterion) -> SelectField:
    return SelectField(
        one.label,
        description=one.meaning,
        choices=[
            SelectChoice("", _l("Choose one")),
            *(SelectChoice(str(value), str(value)) for value in range(BEST_SCORE + 1)),
        ],
        validators=[InputRequired(_l("Give a score on each criterion."))],
    )


class GrantForm(OnceForm):
    """What the committee is asked to grant."""

    granted = AmountField(_l("Amount to grant, in euros"), validators=[REQUIRED])
