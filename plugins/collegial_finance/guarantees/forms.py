"""Forms of guarantee funds."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, ValidationError

from collegial.plugin import (
    Actor,
    AmountField,
    DayField,
    DomainError,
    Form,
    MoneyForm,
    NeededWhen,
    OnceForm,
    PercentField,
    Settled,
    parse_fraction,
    row_number,
    say,
    t,
)
from collegial_finance.fields import (
    KNOWN,
    LONG,
    REQUIRED,
    SHORT,
    OffersCommittee,
    SeenForm,
    choices,
    committee_field,
    offered,
    verdict_field,
)
from collegial_finance.guarantees.models import GuaranteeFile, GuaranteeFund
from collegial_finance.loans.rules import Repayment, Terms
from collegial_finance.modes import FundMode
from collegial_finance.words import MODES, REPAYMENTS

NOTHING = Fraction(0)


def is_multiplier(_form: Form, field: Field) -> None:
    """Refuse what is no number of times."""
    try:
        parse_fraction(field.data or "")
    except DomainError:
        written = str(field.data)[:60]
        unread = t(
            "“%(written)s” cannot be read as a multiplier. Write a number above 0 and up to 100, such as 5 or 2.5.",
            written=written,
        )
        raise ValidationError(say(unread)) from None


class FundForm(OffersCommittee, OnceForm):
    """A new fund."""

    name = StringField(_l("Name of the fund"), validators=[REQUIRED, SHORT])
    mode = RadioField(
        _l("What it does"),
        choices=choices(MODES),
        default=FundMode.REFER.value,
        validators=[REQUIRED],
    )
    legal_basis = TextAreaField(
        _l("Legal basis"),
        description=_l("To guarantee loans is a regulated business."),
        validators=[NeededWhen(_l("required to guarantee loans itself")), LONG],
    )
    multiplier = StringField(
        _l("Multiplier"),
        description=_l("How many times its endowment the fund may commit: 5, or 2.5."),
        default="1",
        validators=[REQUIRED, is_multiplier],
        render_kw={"inputmode": "decimal"},
    )
    committee_id = committee_field(
        _l(
            "The group whose members decide on the files, by a vote in the open. "
            "A fund that only introduces files may do without."
        ),
        when=NeededWhen(_l("required unless it only introduces files")),
    )

    def facts(self) -> dict[str, Any]:
        """Return what `open_fund` is told."""
        return {
            "name": self.name.data, "mode": FundMode(self.mode.data),
            "multiplier": parse_fraction(self.multiplier.data), "legal_basis": self.legal_basis.data or None,
            "committee_id": self.committee_id.data,
        }  # fmt: skip


class EndowForm(MoneyForm):
    """What somebody pays into a fund."""

    contributor_id = SelectField(
        _l("Contributor"), coerce=row_number, validate_choice=False, validators=[KNOWN]
    )
    amount = AmountField(_l("Amount, in euros"), validators=[REQUIRED])
    on = DayField(_l("Day of the payment"), description=_l("Today, if left empty."), validators=[Optional()])

    def offer(self, actors: Sequence[Actor]) -> None:
        """Fill the list of organisations."""
        self.contributor_id.choices = offered(actors)

    def facts(self) -> dict[str, Any]:
        """Return what `endow` is told."""
        return {
            "contributor_id": self.contributor_id.data, "amount": self.amount.amount, "on": self.on.data,
        }  # fmt: skip


class RequestForm(OnceForm):
    """A loan to guarantee."""

    borrower_id = SelectField(_l("Borrower"), coerce=row_number, validate_choice=False, validators=[KNOWN])
    lender = StringField(_l("Lender"), validators=[REQUIRED, SHORT])
    purpose = TextAreaField(_l("What the loan is for"), validators=[REQUIRED])
    principal = AmountField(_l("Amount of the loan, in euros"), validators=[REQUIRED])
    rate = PercentField(
        _l("Yearly rate, in %"), description=_l("Such as 2.5; 0 for none."), validators=[REQUIRED]
    )
    months = IntegerField(_l("Length in months"), validators=[REQUIRED])
    deferred = IntegerField(
        _l("Months of deferral"),
        description=_l("At the start, when only interest is paid; 0 for none."),
        default=0,
        validators=[Optional(), Settled()],
    )
    repayment = RadioField(
        _l("How it is repaid"),
        choices=choices(REPAYMENTS),
        default=Repayment.CONSTANT_ANNUITY.value,
        validators=[REQUIRED],
    )
    cover = PercentField(
        _l("Share of cover, in %"),
        description=_l("What part of a final loss the fund pays, such as 50."),
        validators=[REQUIRED],
    )
    commission = PercentField(
        _l("Commission on what is guaranteed, in %"), default="0", validators=[REQUIRED]
    )

    ceiling = PercentField(
        _l("Ceiling of all guarantees on this loan, in %"),
        description=_l("What part of the loan all guarantors together may cover, such as 70."),
        default="70",
        validators=[REQUIRED],
    )
    elsewhere = AmountField(
        _l("Guaranteed by others, in euros"),
        description=_l("What guarantors outside this site cover of the loan; 0 for none."),
        default="0",
        validators=[REQUIRED],
    )

    def offer(self, actors: Sequence[Actor]) -> None:
        """Fill the list of organisations."""
        self.borrower_id.choices = offered(actors)

    def facts(self) -> dict[str, Any]:
        """Return what `request_guarantee` is told."""
        terms = Terms(
            principal=self.principal.amount, rate=self.rate.exact or NOTHING, months=self.months.data,
            repayment=Repayment(self.repayment.data), deferred=self.deferred.data or 0,
        )  # fmt: skip
        return {
            "borrower_id": self.borrower_id.data, "lender": self.lender.data, "purpose": self.purpose.data,
            "terms": terms, "cover": self.cover.exact or NOTHING,
            "commission": self.commission.exact or NOTHING, "ceiling": self.ceiling.exact or NOTHING,
            "elsewhere": self.elsewhere.amount,
        }  # fmt: skip


class FileChangeForm(RequestForm, SeenForm):
    """What a file says from now on, and why it changes."""

    reason = TextAreaField(_l("Why the file changes"), validators=[REQUIRED, LONG])

    @classmethod
    def of(cls, found: GuaranteeFile) -> "FileChangeForm":
        """Build the form with what stands in the file."""
        names = (
            "borrower_id", "lender", "purpose", "principal", "rate", "months", "deferred", "cover", "commission",
        )  # fmt: skip
        told = {name: getattr(found, name) for name in names} | {"repayment": found.repayment.value}
        seen = {"seen": len(found.changes)}
        of_loan = {"ceiling": found.loan.ceiling, "elsewhere": found.loan.elsewhere} if found.loan else {}
        return cls(data=told | of_loan | seen)

    def facts(self) -> dict[str, Any]:
        """Return what `change_file` is told."""
        return super().facts() | SeenForm.facts(self) | {"reason": self.reason.data}


class AnotherForm(OnceForm):
    """A guarantee of another fund on the same loan."""

    fund_id = SelectField(_l("Fund"), coerce=row_number, validate_choice=False, validators=[KNOWN])
    cover = PercentField(
        _l("Share of cover, in %"),
        description=_l("What part of a final loss the fund pays, such as 50."),
        validators=[REQUIRED],
    )
    commission = PercentField(
        _l("Commission on what is guaranteed, in %"), default="0", validators=[REQUIRED]
    )

    def offer(self, funds: Sequence[GuaranteeFund]) -> None:
        """Fill the list of funds."""
        self.fund_id.choices = [
            SelectChoice("", _l("Choose one")),
            *(SelectChoice(str(one.id), one.name) for one in funds),
        ]

    def facts(self) -> dict[str, Any]:
        """Return what `request_another` is told."""
        return {
            "fund_id": self.fund_id.data, "cover": self.cover.exact or NOTHING,
            "commission": self.commission.exact or NOTHING,
        }  # fmt: skip


class DecisionForm(OnceForm):
    """What the committee decided."""

    accepted = verdict_field()
    reasons = TextAreaField(_l("Reasons"), validators=[REQUIRED])


class RepaidForm(OnceForm):
    """How many instalments were repaid."""

    months = IntegerField(_l("Instalments repaid since the start"), validators=[REQUIRED])


class NoteForm(OnceForm):
    """What happened, in words."""

    note = TextAreaField(_l("What happened"), validators=[REQUIRED])


class SetAsideForm(OnceForm):
    """How much is set aside for a call that is likely, and why."""

    amount = AmountField(
        _l("Set aside in all, in euros"), description=_l("0 takes the provision back."), validators=[REQUIRED]
    )
    note = TextAreaField(_l("Why"), validators=[REQUIRED])


class CallForm(OnceForm):
    """The final loss, once the securities are realised."""

    final_loss = AmountField(
        _l("Final loss of the lender, in euros"),
        description=_l("After the loan was called in and its securities realised."),
        validators=[REQUIRED],
    )


class RecoveryForm(MoneyForm):
    """What came back."""

    amount = AmountField(_l("Recovered, in euros"), validators=[REQUIRED])
