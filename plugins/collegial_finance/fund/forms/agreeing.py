"""Agreements with the projects that are funded, and what they report."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import Optional

from collegial.plugin import AmountField, Money, OnceForm
from collegial_finance.fields import REQUIRED, SHORT, choices
from collegial_finance.fund.forms.applying import KINDS_OF_FILES, upload_of
from collegial_finance.fund.rules import ReportKind
from collegial_finance.fund.services.paying import Instalment
from collegial_finance.words import REPORT_KINDS

INSTALMENTS = 4


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
    def of(cls, granted: Money | None, today: date) -> "AgreementForm":
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
    file = FileField(_l("File"), description=KINDS_OF_FILES, validators=[Optional()])

    def facts(self) -> dict[str, Any]:
        """Return what `hand_in_report` is told."""
        return {
            "kind": ReportKind(self.kind.data), "text": self.text.data, "spent": self.spent.amount,
            "file": upload_of(self.file),
        }  # fmt: skip
