"""The fund itself, and the conventions by which it gets its money."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from collegial.plugin import Actor, AmountField, DayField, MoneyForm, OnceForm, row_number
from collegial_finance.fields import (
    KNOWN,
    LONG,
    REQUIRED,
    SHORT,
    OffersCommittee,
    choices,
    committee_field,
    offered,
)
from collegial_finance.fund.models import FundConvention, ProjectCall
from collegial_finance.fund.rules import ContributorKind
from collegial_finance.words import CONTRIBUTOR_KINDS


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


class ConventionForm(MoneyForm):
    """What a contributor promises."""

    contributor_id = SelectField(
        _l("Contributor"), coerce=row_number, validate_choice=False, validators=[KNOWN]
    )
    kind = RadioField(
        _l("Where the money comes from"),
        choices=choices(CONTRIBUTOR_KINDS),
        default=ContributorKind.PUBLIC.value,
        validators=[REQUIRED],
    )
    amount = AmountField(_l("Amount, in euros"), validators=[REQUIRED])
    starts_on = DayField(_l("First day"), validators=[REQUIRED])
    ends_on = DayField(_l("Last day"), validators=[REQUIRED])
    call_id = SelectField(
        _l("Earmarked for a call"),
        description=_l("Money earmarked for a call serves no other one."),
        coerce=row_number,
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
    ends_on = DayField(_l("Last day from now on"), validators=[REQUIRED])
    signed_on = DayField(_l("Signed by both sides on"), validators=[REQUIRED])
    reason = TextAreaField(_l("Why it changes"), validators=[REQUIRED, LONG])

    @classmethod
    def of(cls, found: FundConvention, today: date) -> "AmendmentForm":
        """Build the form with what stands now."""
        return cls(data={"amount": found.amount, "ends_on": found.ends_on, "signed_on": today})

    def facts(self) -> dict[str, Any]:
        """Return what `amend_convention` is told."""
        return {
            "amount": self.amount.amount, "ends_on": self.ends_on.data, "signed_on": self.signed_on.data,
            "reason": self.reason.data,
        }  # fmt: skip


class PaymentForm(MoneyForm):
    """An amount and its day."""

    amount = AmountField(_l("Amount, in euros"), validators=[REQUIRED])
    on = DayField(_l("Day of the payment"), description=_l("Today, if left empty."), validators=[Optional()])
