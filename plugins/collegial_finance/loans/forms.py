"""Forms of loan funds."""

from collections.abc import Iterator, Mapping, Sequence
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
from wtforms.validators import Optional

from collegial.plugin import (
    Actor,
    AmountField,
    DayField,
    Money,
    MoneyForm,
    NeededWhen,
    OnceForm,
    PercentField,
    Refused,
    Settled,
    row_number,
    say,
    t,
)
from collegial_finance.fields import (
    ACCEPTED,
    KNOWN,
    LONG,
    REQUIRED,
    SHORT,
    AsksToWait,
    OffersCommittee,
    SeenForm,
    choices,
    committee_field,
    may_wait_field,
    offered,
    verdict_field,
)
from collegial_finance.loans.models import PoleLoan
from collegial_finance.loans.rules import Repayment, Terms
from collegial_finance.loans.words import MODES
from collegial_finance.modes import FundMode
from collegial_finance.words import REPAYMENTS


class LoanFundForm(OffersCommittee, OnceForm):
    """A new fund."""

    name = StringField(_l("Name of the fund"), validators=[REQUIRED, SHORT])
    mode = RadioField(
        _l("What it does"), choices=choices(MODES), default=FundMode.REFER.value, validators=[REQUIRED]
    )
    lender = StringField(
        _l("Lender"),
        description=_l("The partner whose money is lent; empty for one that lends its own means."),
        validators=[
            NeededWhen(_l("required when a partner lends")),
            SHORT,
        ],
    )
    legal_basis = TextAreaField(
        _l("Legal basis"),
        description=_l("To lend its own means is a regulated business."),
        validators=[NeededWhen(_l("required to lend its own means")), LONG],
    )
    committee_id = committee_field(
        _l(
            "The group whose members decide on the files, by a vote in the open. "
            "A partner whose money is lent may decide itself."
        ),
        when=NeededWhen(_l("required to lend its own means")),
    )

    def facts(self) -> dict[str, Any]:
        """Return what `open_fund` is told."""
        return {
            "name": self.name.data, "mode": FundMode(self.mode.data), "lender": self.lender.data or None,
            "legal_basis": self.legal_basis.data or None, "committee_id": self.committee_id.data,
        }  # fmt: skip


class MeansForm(MoneyForm):
    """What somebody puts into a fund."""

    contributor_id = SelectField(
        _l("From whom"), coerce=row_number, validate_choice=False, validators=[KNOWN]
    )
    amount = AmountField(_l("Amount, in euros"), validators=[REQUIRED])
    on = DayField(_l("Day of the payment"), description=_l("Today, if left empty."), validators=[Optional()])

    def offer(self, actors: Sequence[Actor]) -> None:
        """Fill the list of organisations."""
        self.contributor_id.choices = offered(actors)

    def facts(self) -> dict[str, Any]:
        """Return what `put_in` and `give_back` are told."""
        return {
            "contributor_id": self.contributor_id.data, "amount": self.amount.amount, "on": self.on.data,
        }  # fmt: skip


class GiveBackForm(MeansForm):
    """What goes back to one of those who put money into a fund."""

    def offer_shares(self, put_in: Mapping[Actor, Money]) -> None:
        """Fill the list of those who put money in, each with what the fund holds of it."""
        self.contributor_id.label.text = _l("To whom it goes back")
        named = [
            SelectChoice(str(actor.id), say(t("%(name)s: %(amount)s put in", name=actor.name, amount=amount)))
            for actor, amount in put_in.items()
        ]
        self.contributor_id.choices = [SelectChoice("", _l("Choose one")), *named]


class LoanForm(AsksToWait, OnceForm):
    """A loan that is asked for."""

    side_by_side = (("principal", "rate"), ("months", "deferred"))

    borrower_id = SelectField(_l("Borrower"), coerce=row_number, validate_choice=False, validators=[KNOWN])
    purpose = TextAreaField(_l("What the loan is for"), validators=[REQUIRED])
    principal = AmountField(_l("Amount of the loan, in euros"), validators=[REQUIRED])
    rate = PercentField(
        _l("Yearly rate, in %"), description=_l("Such as 2.5; 0 for none."), validators=[REQUIRED]
    )
    may_wait = may_wait_field(_l("The loan may wait for money that is still to come"))
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

    def offer(self, actors: Sequence[Actor]) -> None:
        """Fill the list of organisations."""
        self.borrower_id.choices = offered(actors)

    def say_what_is_there(self, left: Money, kept: Money) -> None:
        """Tell beside the amount how much can be lent."""
        told = t(
            "%(left)s can be lent now; %(kept)s is kept for loans that are accepted.", left=left, kept=kept
        )
        self.principal.description = say(told)

    def facts(self) -> dict[str, Any]:
        """Return what `request_loan` is told."""
        terms = Terms(
            principal=self.principal.amount, rate=self.rate.exact or Fraction(0), months=self.months.data,
            repayment=Repayment(self.repayment.data), deferred=self.deferred.data or 0,
        )  # fmt: skip
        return {
            "borrower_id": self.borrower_id.data, "purpose": self.purpose.data, "terms": terms,
            "may_wait": self.may_wait.data,
        }  # fmt: skip


class ChangeForm(LoanForm, SeenForm):
    """What a file says from now on, and why it changes."""

    reason = TextAreaField(_l("Why the file changes"), validators=[REQUIRED, LONG])

    @classmethod
    def of(cls, found: PoleLoan) -> "ChangeForm":
        """Build the form with what stands in the file."""
        terms = {name: getattr(found, name) for name in ("principal", "rate", "months", "deferred")}
        about = {"borrower_id": found.borrower_id, "purpose": found.purpose, "seen": found.times_changed}
        return cls(data=about | terms | {"repayment": found.repayment.value})

    def facts(self) -> dict[str, Any]:
        """Return what `change_loan` is told."""
        return super().facts() | SeenForm.facts(self) | {"reason": self.reason.data}


class StepForm(OnceForm):
    """A step of a loan."""

    def facts(self) -> dict[str, Any]:
        """Return what the service of the step is told."""
        raise NotImplementedError


class LoanDecisionForm(StepForm):
    """What the committee, or the lender, decided."""

    accepted = verdict_field()
    reasons = TextAreaField(_l("Reasons"), validators=[REQUIRED])
    on = DayField(_l("Day of the decision"), description=_l("Today, if left empty."), validators=[Optional()])

    def facts(self) -> dict[str, Any]:
        """Return what `decide` is told."""
        return {"accepted": self.accepted.data == ACCEPTED, "reasons": self.reasons.data, "on": self.on.data}


class LendForm(StepForm):
    """When the money was paid, and when the first instalment is due."""

    on = DayField(_l("Day of the payment"), description=_l("Today, if left empty."), validators=[Optional()])
    first_due = DayField(
        _l("Day of the first instalment"),
        description=_l("A month after the payment, if left empty."),
        validators=[Optional()],
    )

    def facts(self) -> dict[str, Any]:
        """Return what `lend` is told."""
        return {"on": self.on.data, "first_due": self.first_due.data}


class ComebackForm(MoneyForm, StepForm):
    """What came back, and when."""

    amount = AmountField(_l("Amount, in euros"), validators=[REQUIRED])
    on = DayField(_l("Day of the payment"), description=_l("Today, if left empty."), validators=[Optional()])

    def facts(self) -> dict[str, Any]:
        """Return what `repay`, `repay_early` and `recover` are told."""
        return {"amount": self.amount.amount, "on": self.on.data}


class EarlyForm(ComebackForm):
    """The principal that came back early; the interest that ran on it is shown, and confirmed with it."""

    amount = AmountField(
        _l("Principal repaid early, in euros"),
        description=_l("The interest that ran on it comes on top: it is shown before anything is recorded."),
        validators=[REQUIRED],
    )
    on = DayField(_l("Day of the payment"), description=_l("Today, if left empty."), validators=[Optional()])
    came = AmountField(_l("What came in, interest included, in euros"), validators=[Optional(), Settled()])

    def __iter__(self) -> Iterator[Field]:
        """Yield the fields that are shown: what came in all once it was asked for."""
        return (one for one in super().__iter__() if one is not self.came or one.errors or one.data)

    def ask(self, asked: Refused) -> None:
        """Write what has to come in where that is asked for, and ask: nothing is to be corrected."""
        if asked.field == self.came.name:
            self.came.data = asked.text.params["total"]
            self.asks_again, self.question = True, t("Did this sum come in?")
            raise Refused(asked.code, asked.text) from asked

    def facts(self) -> dict[str, Any]:
        """Return what `repay_early` is told."""
        return super().facts() | {"came": self.came.amount}


class ProvisionForm(StepForm):
    """How much is set aside, and why."""

    amount = AmountField(
        _l("Set aside in all, in euros"), description=_l("0 takes the provision back."), validators=[REQUIRED]
    )
    note = TextAreaField(_l("Why"), validators=[REQUIRED])

    def facts(self) -> dict[str, Any]:
        """Return what `provide` is told."""
        return {"amount": self.amount.amount, "note": self.note.data}


class LossForm(StepForm):
    """Why a loan will not be repaid."""

    note = TextAreaField(
        _l("Why it will not be repaid"),
        description=_l("What remains is written off at once; what comes back later is a recovery."),
        validators=[REQUIRED],
    )

    def facts(self) -> dict[str, Any]:
        """Return what `lose` is told."""
        return {"note": self.note.data}
