"""Agreements with the projects that are funded, and what they report."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import Optional

from collegial.plugin import AmountField, DayField, Money, NeededWhen, OnceForm, Settled, Text, say, t
from collegial_finance.fields import LONG, REQUIRED, SHORT, choices
from collegial_finance.fund.forms.applying import KINDS_OF_FILES, upload_of
from collegial_finance.fund.models import ProjectAgreement
from collegial_finance.fund.rules import TOO_EARLY, Instalment, ReportKind
from collegial_finance.words import REPORT_KINDS

INSTALMENTS = 4
QUESTIONS = {
    "amount": t("Amount, in euros"),
    "due_on": t("Due on"),
    "condition": t("Paid on what condition"),
    "evidence": t("Evidence before the payment"),
}
_NEEDED = t("This answer is needed.")
_NO_AMOUNT = t("Give it an amount, or empty the instalment to leave it out.")


class AgreementForm(OnceForm):
    """An agreement with up to four instalments; a line without an amount is left out."""

    starts_on = DayField(_l("First day"), validators=[REQUIRED])
    ends_on = DayField(_l("Last day"), validators=[REQUIRED])
    duties = TextAreaField(
        _l("What the structure undertakes"),
        description=_l("What it will do, and when it tells of it."),
        validators=[REQUIRED],
    )

    @classmethod
    def of(cls, granted: Money | None, today: date) -> Self:
        """Build the form with its lines, the first one filled with the whole amount."""
        return cls.with_lines({"amount_1": granted, "due_on_1": today, "starts_on": today})

    @classmethod
    def with_lines(cls, filled: Mapping[str, Any]) -> Self:
        """Build the form with its lines, and what stands in its fields."""
        fields: dict[str, Any] = {}
        for line in range(1, INSTALMENTS + 1):
            fields |= _line(line)
        form: Self = type(f"{cls.__name__}WithLines", (cls,), fields)(data=filled)
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

    def short(self, line: int) -> dict[str, Text]:
        """Return what is asked in a line by the name of its field, for below the head that names the line."""
        return {f"{name}_{line}": asked for name, asked in QUESTIONS.items()}

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the day and the condition of each line that has an amount, and for the amount of any other."""
        is_valid = bool(super().validate(extra_validators))
        missing = [gap for line in range(1, INSTALMENTS + 1) for gap in self._gaps(line)]
        for field, why in missing:
            field.errors = list(field.errors) or [say(why)]
        return is_valid and not missing

    def _gaps(self, line: int) -> Iterator[tuple[Field, Text]]:
        amount, *others = (self[f"{name}_{line}"] for name in ("amount", "due_on", "condition"))
        if amount.data:
            yield from ((one, _NEEDED) for one in others if not one.data)
            due_on, starts_on = others[0], self.starts_on.data
            if due_on.data and starts_on and due_on.data < starts_on:
                yield due_on, TOO_EARLY
        elif any(one.data for one in others):
            yield amount, _NO_AMOUNT

    def facts(self) -> dict[str, Any]:
        """Return what `draw_agreement` is told."""
        return {
            "starts_on": self.starts_on.data, "ends_on": self.ends_on.data, "duties": self.duties.data,
            "instalments": self.instalments(),
        }  # fmt: skip


class RedrawForm(AgreementForm):
    """What a draft says from now on, and why it is drawn up anew."""

    reason = TextAreaField(_l("Why it is drawn up anew"), validators=[REQUIRED, LONG])

    @classmethod
    def of_draft(cls, draft: ProjectAgreement | None) -> Self:
        """Build the form with what stands in the draft; empty without one."""
        if draft is None:
            return cls.with_lines({})
        filled: dict[str, Any] = {
            "starts_on": draft.starts_on, "ends_on": draft.ends_on, "duties": draft.duties,
        }  # fmt: skip
        for one in draft.instalments:
            filled |= {
                f"amount_{one.position}": one.amount, f"due_on_{one.position}": one.due_on,
                f"condition_{one.position}": one.condition,
                f"evidence_{one.position}": "yes" if one.needs_evidence else "no",
            }  # fmt: skip
        return cls.with_lines(filled)

    def facts(self) -> dict[str, Any]:
        """Return what `redraw_agreement` is told."""
        return super().facts() | {"reason": self.reason.data}


def _line(line: int) -> dict[str, Any]:
    asked = {
        name: say(t("Instalment %(number)s: %(question)s", number=line, question=question))
        for name, question in QUESTIONS.items()
    }
    with_amount = REQUIRED if line == 1 else NeededWhen(_l("required with an amount"))
    return {
        f"amount_{line}": AmountField(asked["amount"], validators=[REQUIRED if line == 1 else Optional()]),
        f"due_on_{line}": DayField(asked["due_on"], validators=[with_amount]),
        f"condition_{line}": StringField(asked["condition"], validators=[with_amount, SHORT]),
        f"evidence_{line}": RadioField(
            asked["evidence"],
            choices=[SelectChoice("yes", _l("Needed")), SelectChoice("no", _l("Not needed"))],
            default="no" if line == 1 else "yes",
            validators=[Settled()],
        ),
    }


class SignatureForm(OnceForm):
    """The day on which both sides signed."""

    on = DayField(_l("Signed by both sides on"), validators=[REQUIRED])


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
