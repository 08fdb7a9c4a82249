"""Forms of local patronage."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)

from collegial.plugin import Actor, AmountField, DayField, Form, MoneyForm, NeededWhen, OnceForm, row_number
from collegial_finance.fields import KNOWN, LONG, REQUIRED, SHORT, choices, offered
from collegial_finance.patronage.models import GiftDeed, GiftKind, GiftMethod, ReceiptIssuer
from collegial_finance.patronage.rules import IssuerForm
from collegial_finance.words import GIFT_DEEDS, GIFT_KINDS, GIFT_METHODS, ISSUER_FORMS


class IssuerFormOf(OnceForm):
    """Who may give receipts."""

    actor_id = SelectField(_l("Structure"), coerce=row_number, validate_choice=False, validators=[KNOWN])
    form = RadioField(
        _l("Its legal form"),
        choices=choices(ISSUER_FORMS),
        validators=[REQUIRED],
    )
    purpose = TextAreaField(_l("Its purpose, as its statutes say it"), validators=[REQUIRED, LONG])
    address = TextAreaField(_l("Its full address"), validators=[REQUIRED, LONG])
    signatory = StringField(_l("Who signs its receipts"), validators=[REQUIRED, SHORT])

    def offer(self, actors: Sequence[Actor]) -> None:
        """Fill the list of structures."""
        self.actor_id.choices = offered(actors)

    def facts(self) -> dict[str, Any]:
        """Return what `name_issuer` is told."""
        return {
            "actor_id": self.actor_id.data, "form": IssuerForm(self.form.data), "purpose": self.purpose.data,
            "address": self.address.data, "signatory": self.signatory.data,
        }  # fmt: skip


class CampaignForm(OnceForm):
    """A new campaign."""

    issuer_id = SelectField(
        _l("Who receives the gifts"), coerce=row_number, validate_choice=False, validators=[KNOWN]
    )
    title = StringField(_l("Title"), validators=[REQUIRED, SHORT])
    text = TextAreaField(_l("What the gifts are for"), validators=[REQUIRED])
    target = AmountField(_l("Target, in euros"), validators=[REQUIRED])
    opens_on = DayField(_l("First day"), validators=[REQUIRED])
    closes_on = DayField(_l("Last day"), validators=[REQUIRED])
    is_public = BooleanField(_l("Everyone may read this campaign"))

    def offer(self, issuers: Sequence[ReceiptIssuer]) -> None:
        """Fill the list of issuers."""
        none = SelectChoice("", _l("Choose one"))
        self.issuer_id.choices = [none, *(SelectChoice(str(one.id), one.actor.name) for one in issuers)]

    def facts(self) -> dict[str, Any]:
        """Return what `open_campaign` is told."""
        return {
            "issuer_id": self.issuer_id.data, "title": self.title.data, "text": self.text.data,
            "target": self.target.amount, "opens_on": self.opens_on.data, "closes_on": self.closes_on.data,
            "is_public": self.is_public.data,
        }  # fmt: skip


class GiftForm(MoneyForm):
    """A gift that was received."""

    patron_id = SelectField(_l("Patron"), coerce=row_number, validate_choice=False, validators=[KNOWN])
    kind = RadioField(
        _l("What is given"),
        choices=choices(GIFT_KINDS),
        default=GiftKind.MONEY.value,
        validators=[REQUIRED],
    )
    amount = AmountField(_l("Amount or value, in euros"), validators=[REQUIRED])
    method = SelectField(
        _l("How it came"),
        choices=[SelectChoice("", _l("Choose one")), *choices(GIFT_METHODS)],
        validators=[NeededWhen(_l("required for money"), "kind", GiftKind.MONEY.value)],
    )
    deed = SelectField(
        _l("Form of the gift"),
        description=_l(
            "As the receipt says it. Without a deed, a transfer or a cheque is a gift from hand to hand."
        ),
        choices=choices(GIFT_DEEDS),
        default=GiftDeed.MANUAL.value,
        validators=[REQUIRED],
    )
    description = TextAreaField(
        _l("What it is"),
        description=_l("What is given, and how its value was found."),
        validators=[
            NeededWhen(_l("required in kind and in skills")),
            LONG,
        ],
    )
    received_on = DayField(_l("Received on"), validators=[REQUIRED])
    may_thank = BooleanField(_l("The patron agrees to be thanked by name on the campaign’s page"))

    def offer(self, actors: Sequence[Actor]) -> None:
        """Fill the list of patrons."""
        self.patron_id.choices = offered(actors)

    def facts(self) -> dict[str, Any]:
        """Return what `receive_gift` is told."""
        return {
            "patron_id": self.patron_id.data, "kind": GiftKind(self.kind.data),
            "amount": self.amount.amount, "method": GiftMethod(self.method.data) if self.method.data else None,
            "deed": GiftDeed(self.deed.data),
            "description": self.description.data, "received_on": self.received_on.data,
            "may_thank": self.may_thank.data,
        }  # fmt: skip


class GiftChangeForm(GiftForm):
    """What a gift was in truth, and why it had been recorded otherwise."""

    reason = TextAreaField(_l("Why it is put right"), validators=[REQUIRED, LONG])

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "GiftChangeForm":
        """Build the form with what is recorded."""
        return cls(data={name: one.value if isinstance(one, Enum) else one for name, one in told.items()})

    def facts(self) -> dict[str, Any]:
        """Return what `change_gift` is told."""
        return super().facts() | {"reason": self.reason.data}


_OF_ORGANISATION = NeededWhen(_l("required for an organisation"))


class ReceiptForm(OnceForm):
    """What a receipt says of the patron."""

    patron_name = StringField(_l("Name of the patron, as the receipt gives it"), validators=[REQUIRED, SHORT])
    patron_address = TextAreaField(_l("Full address of the patron"), validators=[REQUIRED, LONG])
    patron_form = StringField(
        _l("Legal form of the company"),
        description=_l("Such as SAS, SARL or sole trader."),
        validators=[_OF_ORGANISATION, SHORT],
    )
    patron_siren = StringField(
        _l("SIREN"),
        description=_l("Of a company: nine digits."),
        validators=[_OF_ORGANISATION, SHORT],
        render_kw={"size": 14},
    )

    def facts(self) -> dict[str, Any]:
        """Return what `give_receipt` is told."""
        return {
            "patron_name": self.patron_name.data, "patron_address": self.patron_address.data,
            "patron_siren": (self.patron_siren.data or "").replace(" ", "") or None,
            "patron_form": (self.patron_form.data or "").strip() or None,
        }  # fmt: skip


class CancelForm(OnceForm):
    """Why a receipt is cancelled."""

    reason = TextAreaField(_l("Why it is cancelled"), validators=[REQUIRED, LONG])


class ReliefForm(Form):
    """What the simulator asks."""

    giver = RadioField(
        _l("Who gives"),
        choices=[
            SelectChoice("company", _l("A company")),
            SelectChoice("person", _l("A person")),
            SelectChoice("aid", _l("A person, to those who help people in need")),
        ],
        default="company",
        validators=[REQUIRED],
    )
    gift = AmountField(_l("Gifts of the year, in euros"), validators=[REQUIRED])
    on = DayField(
        _l("Given on"),
        description=_l("The figures of the law on that day count."),
        validators=[REQUIRED],
    )
    basis = AmountField(_l("Turnover of the company, or taxable income, in euros"), validators=[REQUIRED])
