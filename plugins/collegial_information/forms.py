"""Forms of the directory."""

import enum
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from collegial.plugin import Actor, AmountField, DayField, Form, OnceForm, Text, choose_one, row_number
from collegial_information.models import InformationEntry
from collegial_information.queries import Sought
from collegial_information.rules.facets import Audience, Moment, ResourceKind
from collegial_information.rules.fitting import Project
from collegial_information.services import EntryFields
from collegial_information.words import AUDIENCES, KINDS, MOMENTS, ONESELF

Value = TypeVar("Value", bound=enum.Enum)
REQUIRED = InputRequired(_l("This answer is needed."))
_KNOWN = DataRequired(_l("This answer is needed."))  # what is sent must have been read as a number
SHORT = Length(max=200, message=_l("Use at most 200 characters."))


def choices(named: Mapping[Any, Text]) -> list[SelectChoice]:
    """Offer each of some values under its name."""
    return [SelectChoice(one.value, _l(text.msgid)) for one, text in named.items()]


def known(kind: type[Value], value: str | None) -> Value | None:
    """Read one of some values; None for what is none of them, such as spaces, which an optional field lets pass."""
    return next((one for one in kind if one.value == value), None)


def all_known(kind: type[Value], values: Sequence[str] | None) -> tuple[Value, ...]:
    """Read those of some values that there are."""
    return tuple(one for one in kind if one.value in (values or ()))


class Ticks(SelectMultipleField):  # type: ignore[misc]
    """Boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class EntryForm(OnceForm):
    """A resource."""

    side_by_side = (("least", "most"), ("opens_on", "closes_on"), ("email", "phone"))

    title = StringField(_l("Title"), validators=[REQUIRED, SHORT])
    kind = SelectField(_l("Kind"), choices=choices(KINDS), validators=[REQUIRED])
    provider = StringField(_l("Who offers it"), validators=[REQUIRED, SHORT])
    provider_id = SelectField(
        _l("The same, if it is in the directory of actors"),
        coerce=row_number,
        validate_choice=False,
        validators=[Optional()],
    )
    summary = TextAreaField(_l("What the resource is for"), validators=[REQUIRED])
    audiences = Ticks(
        _l("For whom"),
        description=_l("Nothing ticked: for everyone."),
        choices=choices(AUDIENCES),
        validators=[Optional()],
    )
    moments = Ticks(
        _l("At which moment of a project"),
        description=_l("Nothing ticked: at any moment."),
        choices=choices(MOMENTS),
        validators=[Optional()],
    )
    conditions = TextAreaField(_l("Conditions"), validators=[Optional()])
    least = AmountField(_l("Lowest amount, in euros"), validators=[Optional()])
    most = AmountField(_l("Highest amount, in euros"), validators=[Optional()])
    opens_on = DayField(_l("Opens on"), validators=[Optional()])
    closes_on = DayField(_l("Last day to ask"), validators=[Optional()])
    territory = StringField(_l("Territory"), validators=[Optional(), SHORT])
    contact = StringField(_l("Whom to ask"), validators=[Optional(), SHORT])
    email = EmailField(
        _l("E-mail"), validators=[Optional(), SHORT, Email(message=_l("This is not an e-mail address."))]
    )
    phone = StringField(
        _l("Telephone"), validators=[Optional(), Length(max=40, message=_l("Use at most 40 characters."))]
    )
    website = URLField(
        _l("Web page"), validators=[Optional(), Length(max=300, message=_l("Use at most 300 characters."))]
    )
    keeper_id = SelectField(
        _l("Who keeps it up to date"), coerce=row_number, validate_choice=False, validators=[_KNOWN]
    )
    check_months = IntegerField(
        _l("Months after which it is looked at again"), default=6, validators=[REQUIRED]
    )

    def offer(self, providers: Sequence[Actor], keepers: Sequence[Actor]) -> None:
        """Fill the lists of actors."""
        none = SelectChoice("", _l("None"))
        self.provider_id.choices = [none, *(SelectChoice(str(one.id), one.name) for one in providers)]
        self.keeper_id.choices = choose_one(SelectChoice(str(one.id), one.name) for one in keepers)

    def facts(self) -> EntryFields:
        """Return what `write_entry` is told."""
        texts = ("conditions", "territory", "contact", "email", "phone", "website")
        return EntryFields(
            title=self.title.data, kind=ResourceKind(self.kind.data), provider=self.provider.data,
            provider_id=self.provider_id.data, summary=self.summary.data, keeper_id=self.keeper_id.data or 0,
            audiences=all_known(Audience, self.audiences.data),
            moments=all_known(Moment, self.moments.data),
            least=self.least.amount if self.least.data else None, most=self.most.amount if self.most.data else None,
            opens_on=self.opens_on.data, closes_on=self.closes_on.data, check_months=self.check_months.data,
            **{name: self[name].data or "" for name in texts},
        )  # fmt: skip


def entry_data(found: InformationEntry) -> dict[str, Any]:
    """Return what the form shows of a resource."""
    plain = (
        "title", "provider", "provider_id", "summary", "conditions", "territory", "opens_on", "closes_on", "contact",
        "email", "phone", "website", "keeper_id", "check_months",
    )  # fmt: skip
    return {name: getattr(found, name) for name in plain} | {
        "kind": found.kind.value,
        "audiences": [one.value for one in found.audiences],
        "moments": [one.value for one in found.moments],
        "least": found.least,
        "most": found.most,
    }


class SoughtForm(Form):
    """What a reader looks for; it comes in the address."""

    class Meta(Form.Meta):
        """It changes nothing, so it needs no secret."""

        csrf = False

    words = StringField(_l("Words to look for"), validators=[Optional(), SHORT])
    group = SelectField(
        _l("Which resources"),
        choices=[
            SelectChoice("", _l("All")), SelectChoice("funding", _l("Funding for the ESS")),
            SelectChoice("other", _l("Other resources")),
        ],
        validators=[Optional()],
    )  # fmt: skip
    kind = SelectField(
        _l("Kind"), choices=[SelectChoice("", _l("All")), *choices(KINDS)], validators=[Optional()]
    )
    audience = SelectField(
        _l("For whom"),
        choices=[SelectChoice("", _l("Everyone")), *choices(AUDIENCES)],
        validators=[Optional()],
    )
    moment = SelectField(
        _l("At which moment"),
        choices=[SelectChoice("", _l("Any")), *choices(MOMENTS)],
        validators=[Optional()],
    )
    is_open = BooleanField(_l("Only what can be asked for today"))

    def sought(self, today: Any) -> Sought:
        """Return what is looked for; what cannot be read is left out."""
        self.validate()
        ok = {one.name: one.data for one in self if not one.errors}
        return Sought(
            words=str(ok.get("words") or ""), group=ok.get("group") or "",
            kind=known(ResourceKind, ok.get("kind")),
            audience=known(Audience, ok.get("audience")),
            moment=known(Moment, ok.get("moment")),
            open_on=today if ok.get("is_open") else None,
        )  # fmt: skip


class ProjectForm(Form):
    """What fits my project: four questions, none of which must be answered."""

    class Meta(Form.Meta):
        """It changes nothing, so it needs no secret."""

        csrf = False

    audience = RadioField(_l("Who are you?"), choices=choices(ONESELF), validators=[Optional()])
    moment = RadioField(_l("Where is your project?"), choices=choices(MOMENTS), validators=[Optional()])
    kinds = Ticks(_l("What are you looking for?"), choices=choices(KINDS), validators=[Optional()])
    amount = AmountField(_l("How much do you need, in euros?"), validators=[Optional()])

    def project(self) -> Project:
        """Return what the rules look at."""
        return Project(
            audience=known(Audience, self.audience.data),
            moment=known(Moment, self.moment.data),
            kinds=all_known(ResourceKind, self.kinds.data),
            amount=self.amount.amount if self.amount.data else None,
        )


class SubscriptionForm(OnceForm):
    """Of which new resources one wants to be told."""

    kind = SelectField(
        _l("Kind"), choices=[SelectChoice("", _l("All")), *choices(KINDS)], validators=[Optional()]
    )
    audience = SelectField(
        _l("For whom"),
        choices=[SelectChoice("", _l("Everyone")), *choices(AUDIENCES)],
        validators=[Optional()],
    )
    words = StringField(_l("Words to look for"), validators=[Optional(), SHORT])

    def facts(self) -> dict[str, Any]:
        """Return what `subscribe` is told."""
        return {
            "kind": known(ResourceKind, self.kind.data),
            "audience": known(Audience, self.audience.data),
            "words": self.words.data or "",
        }


class AddressForm(SubscriptionForm):
    """The same, by a bare address."""

    email = EmailField(
        _l("Your e-mail address"),
        description=_l("An e-mail asks you first whether you want this."),
        validators=[REQUIRED, Length(max=254), Email(message=_l("Write a whole e-mail address."))],
        render_kw={"autocomplete": "email"},
    )


class SynonymsForm(Form):
    """The groups of synonyms, one a line."""

    groups = TextAreaField(
        _l("Groups of synonyms"),
        description=_l("One group per line, its words between commas: subvention, aide, dotation."),
        validators=[Optional()],
    )
