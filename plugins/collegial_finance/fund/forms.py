"""Forms of experiment funds."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import DateField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from collegial.plugin import Actor, AmountField, DomainError, Form, OnceForm, Upload, received, say
from collegial_finance.fields import (
    KNOWN,
    LONG,
    REQUIRED,
    SHORT,
    OffersCommittee,
    choices,
    committee_field,
    number,
    offered,
)
from collegial_finance.fund.models import CallCriterion, FundConvention, ProjectCall
from collegial_finance.fund.rules import (
    BEST_SCORE,
    CallPlan,
    ContributorKind,
    ReportKind,
    read_criteria,
)
from collegial_finance.fund.services.paying import Instalment
from collegial_finance.words import CONTRIBUTOR_KINDS, REPORT_KINDS

INSTALMENTS = 4
_KINDS_OF_FILES = _l("PDF, picture, LibreOffice or Word text, spreadsheet: 10 MB at most.")


def upload_of(field: FileField) -> Upload | None:
    """Read the file that came with a form; None where none was chosen."""
    sent = field.data
    return received(sent) if isinstance(sent, FileStorage) and sent.filename else None


class ExperimentFundForm(OffersCommittee, OnceForm):
    """A new experiment fund."""

    name = StringField(_l("Name of the fund"), validators=[REQUIRED, SHORT])
    purpose = TextAreaField(_l("What it is for"), validators=[REQUIRED])
    committee_id = committee_field(_l("The group whose members score the applications and vote on them."))

    def facts(self) -> dict[str, Any]:
        """Return what `open_experiment_fund` is told."""
        return {
            "name": self.name.data, "purpose": self.purpose.data, "committee_id": self.committee_id.data,
        }  # fmt: skip


class ConventionForm(OnceForm):
    """What a contributor promises."""

    contributor_id = SelectField(_l("Contributor"), coerce=number, validate_choice=False, validators=[KNOWN])
    kind = RadioField(
        _l("Where the money comes from"),
        choices=choices(CONTRIBUTOR_KINDS),
        default=ContributorKind.PUBLIC.value,
        validators=[REQUIRED],
    )
    amount = AmountField(_l("Amount, in euros"), validators=[REQUIRED])
    starts_on = DateField(_l("First day"), validators=[REQUIRED])
    ends_on = DateField(_l("Last day"), validators=[REQUIRED])
    call_id = SelectField(
        _l("Earmarked for a call"),
        description=_l("Money earmarked for a call serves no other one."),
        coerce=number,
        validate_choice=False,
        validators=[Optional()],
    )
    earmark = StringField(_l("Other conditions of the contributor"), validators=[Optional(), LONG])

    def offer(self, actors: Sequence[Actor], calls: Sequence[ProjectCall]) -> None:
        """Fill the lists of organisations and of calls."""
        self.contributor_id.choices = offered(actors)
        self.call_id.choices = [
            SelectChoice("", _l("No: it serves every call")),
            *(SelectChoice(str(one.id), one.title) for one in calls),
        ]

    def facts(self) -> dict[str, Any]:
        """Return what `record_convention` is told."""
        return {
            "contributor_id": self.contributor_id.data, "kind": ContributorKind(self.kind.data),
            "amount": self.amount.amount, "starts_on": self.starts_on.data, "ends_on": self.ends_on.data,
            "call_id": self.call_id.data, "earmark": self.earmark.data or None,
        }  # fmt: skip


class AmendmentForm(OnceForm):
    """What both sides changed in a convention."""

    amount = AmountField(_l("Amount in all from now on, in euros"), validators=[REQUIRED])
    ends_on = DateField(_l("Last day from now on"), validators=[REQUIRED])
    signed_on = DateField(_l("Signed by both sides on"), validators=[REQUIRED])
    reason = TextAreaField(_l("Why it changes"), validators=[REQUIRED, LONG])

    @classmethod
    def of(cls, found: FundConvention, today: date) -> "AmendmentForm":
        """Build the form with what stands now."""
        amount = f"{found.amount.cents // 100}.{found.amount.cents % 100:02}"
        return cls(data={"amount": amount, "ends_on": found.ends_on, "signed_on": today})

    def facts(self) -> dict[str, Any]:
        """Return what `amend_convention` is told."""
        return {
            "amount": self.amount.amount, "ends_on": self.ends_on.data, "signed_on": self.signed_on.data,
            "reason": self.reason.data,
        }  # fmt: skip


class PaymentForm(OnceForm):
    """An amount and its day."""

    amount = AmountField(_l("Amount, in euros"), validators=[REQUIRED])
    on = DateField(_l("Day of the payment"), validators=[Optional()])


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
            "One a line: name; weight from 1 to 10; what it means. As “Use; 2; Who gains by it?”."
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


class ApplicationForm(OnceForm):
    """An application to a call."""

    applicant_id = SelectField(
        _l("For which structure"), coerce=number, validate_choice=False, validators=[KNOWN]
    )
    title = StringField(_l("Title of the project"), validators=[REQUIRED, SHORT])
    summary = TextAreaField(
        _l("The project"),
        description=_l("The need, what you will try, with whom, how one will know whether it works."),
        validators=[REQUIRED],
    )
    budget = AmountField(_l("Whole budget, in euros"), validators=[REQUIRED])
    asked = AmountField(_l("Asked of the fund, in euros"), validators=[REQUIRED])
    file = FileField(_l("A first file"), description=_KINDS_OF_FILES, validators=[Optional()])

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

    file = FileField(_l("File"), description=_KINDS_OF_FILES, validators=[FileRequired(_l("Choose a file."))])


class EvidenceForm(FileForm):
    """What shows that an instalment is due."""

    note = StringField(_l("What it shows"), validators=[Optional(), LONG])


class ApprovalForm(OnceForm):
    """What was found in examining the evidence."""

    note = StringField(_l("What you found"), validators=[Optional(), LONG])


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


class AgreementForm(OnceForm):
    """An agreement with up to four instalments; a line without an amount is left out."""

    starts_on = DateField(_l("First day"), validators=[REQUIRED])
    ends_on = DateField(_l("Last day"), validators=[REQUIRED])
    duties = TextAreaField(
        _l("What the structure undertakes"),
        description=_l("What it will do, and when it tells of it."),
        validators=[REQUIRED],
    )

    @classmethod
    def of(cls, granted: str, today: date) -> "AgreementForm":
        """Build the form with its lines, the first one filled with the whole amount."""
        fields: dict[str, Any] = {}
        for line in range(1, INSTALMENTS + 1):
            fields |= _line(line)
        made = type("AgreementFormWithLines", (cls,), fields)
        form: AgreementForm = made(data={"amount_1": granted, "due_on_1": today, "starts_on": today})
        return form

    def instalments(self) -> list[Instalment]:
        """Return the lines that were filled in."""
        return [
            Instalment(
                amount=self[f"amount_{line}"].amount, due_on=self[f"due_on_{line}"].data,
                condition=self[f"condition_{line}"].data, needs_evidence=self[f"evidence_{line}"].data == "yes",
            )
            for line in range(1, INSTALMENTS + 1)
            if self[f"amount_{line}"].data
        ]  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the day and the condition of each line that has an amount."""
        is_valid = bool(super().validate(extra_validators))
        for line in range(1, INSTALMENTS + 1):
            for name in ("due_on", "condition"):
                field = self[f"{name}_{line}"]
                if self[f"amount_{line}"].data and not field.data and not field.errors:
                    field.errors = [str(_l("This answer is needed."))]
                    is_valid = False
        return is_valid

    def facts(self) -> dict[str, Any]:
        """Return what `draw_agreement` is told."""
        return {
            "starts_on": self.starts_on.data, "ends_on": self.ends_on.data, "duties": self.duties.data,
            "instalments": self.instalments(),
        }  # fmt: skip


def _line(line: int) -> dict[str, Any]:
    first = [REQUIRED] if line == 1 else [Optional()]
    return {
        f"amount_{line}": AmountField(_l("Amount, in euros"), validators=first),
        f"due_on_{line}": DateField(_l("Due on"), validators=[Optional()]),
        f"condition_{line}": StringField(_l("Paid on what condition"), validators=[Optional(), SHORT]),
        f"evidence_{line}": RadioField(
            _l("Evidence before the payment"),
            choices=[SelectChoice("yes", _l("Needed")), SelectChoice("no", _l("Not needed"))],
            default="no" if line == 1 else "yes",
        ),
    }


class SignatureForm(OnceForm):
    """The day on which both sides signed."""

    on = DateField(_l("Signed by both sides on"), validators=[REQUIRED])


class ReportForm(OnceForm):
    """What became of the money."""

    kind = RadioField(
        _l("Kind of report"),
        choices=choices(REPORT_KINDS),
        default=ReportKind.INTERIM.value,
        validators=[REQUIRED],
    )
    text = TextAreaField(_l("What was done and learnt"), validators=[REQUIRED])
    spent = AmountField(_l("Spent so far, in euros"), validators=[REQUIRED])
    file = FileField(_l("File"), description=_KINDS_OF_FILES, validators=[Optional()])

    def facts(self) -> dict[str, Any]:
        """Return what `hand_in_report` is told."""
        return {
            "kind": ReportKind(self.kind.data), "text": self.text.data, "spent": self.spent.amount,
            "file": upload_of(self.file),
        }  # fmt: skip
