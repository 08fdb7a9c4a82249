"""The public form, in steps that need no script: each page carries what the others hold."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from collegial.actors.models import ActorKind
from collegial.actors.rules import read_phone
from collegial.joining.rules import CONSENTS, Tie, read_registration
from collegial.joining.rules.calling import MOST_SHARES
from collegial.joining.services import NewApplication
from collegial.kernel.errors import Invalid
from collegial.kernel.text import t
from collegial.statutes.rules import CategoryRule
from collegial.web.countries import countries
from collegial.web.forms import Form, OnceForm
from collegial.web.languages import say
from collegial.web.marks import NEEDED, WRITTEN, Settled

WHO, DETAILS, PLACE, VALUES, AGREE = "who", "details", "place", "values", "agree"
STEPS = (WHO, DETAILS, PLACE, VALUES, AGREE)
# What Unicode names beside countries: unions, trials of scripts, the unknown.
FORWARD, BACK = "forward", "back"

_ADDRESS = Email(_l("This is not an e-mail address: it looks like name@example.org."))
_LONGEST = Length(max=5000)
_SHARES = _l("Write a whole number, at least 1 and at most a million.")
_AGREED = InputRequired(_l("Without your agreement here, the application cannot be received."))
_FREE = _l("You may join without it, and take it back later.")
_TIES = {
    Tie.EMPLOYEE: _l("Working for the cooperative"),
    Tie.PUBLIC_BODY: _l("Being a local authority, a public body or an institution"),
    Tie.BENEFICIARY: _l("Using what the cooperative does: support, services, training"),
    Tie.PARTNER: _l("Bringing it money, skills or other means"),
    Tie.VOLUNTEER: _l("Giving it time"),
}
_OWN_VALUES = {
    "support": _l("Support with a problem of ours"),
    "services": _l("Better services that we need"),
    "network": _l("Meeting those who matter for our project"),
}
_OF_STEP: Mapping[str, tuple[str, ...]] = {
    WHO: ("kind", "ties"),
    DETAILS: (
        "given_name", "family_name", "organisation", "registration", "email", "phone", "street", "postcode",
        "locality", "country", "representative_given_name", "representative_family_name",
        "representative_role", "representative_email",
    ),
    PLACE: ("category", "shares"),
    VALUES: ("collective_value", "own_value_kinds", "own_value"),
    AGREE: tuple(f"consent_{rule.key}" for rule in CONSENTS),
}  # fmt: skip
_OF_PERSON = ("given_name", "family_name")
_OF_ORGANISATION = (
    "organisation", "registration", "representative_given_name", "representative_family_name",
    "representative_role", "representative_email",
)  # fmt: skip


def own_value_words() -> Mapping[str, object]:
    """Return what an applicant may expect for itself, by key, in the words of the form."""
    return _OWN_VALUES


def tie_words() -> Mapping[str, object]:
    """Return what ties an applicant to the cooperative, by key, in the words of the form."""
    return {tie.value: words for tie, words in _TIES.items()}


def _is_registration(_form: Form, field: Field) -> None:
    """Refuse a number whose key is wrong while the page that asks for it is shown."""
    try:
        read_registration(field.data or "")
    except Invalid as error:
        raise ValidationError(say(error.text)) from None


def _is_phone(_form: Form, field: Field) -> None:
    """Refuse what is no number on the page that asks for it, not at the sending."""
    try:
        read_phone(field.data or "")
    except Invalid as error:
        raise ValidationError(say(error.text)) from None


def _is_postcode(form: Form, field: Field) -> None:
    """Refuse what no letter of ours would reach: a French postcode has five digits."""
    if form.country.data == "FR" and not re.fullmatch(r"\d{5}", (field.data or "").replace(" ", "")):
        raise ValidationError(say(t("A postcode of France has five digits.")))


class JoinForm(OnceForm):
    """An application."""

    step = HiddenField(default=WHO)
    shown = HiddenField()

    kind = RadioField(
        _l("Who asks to join?"),
        choices=[
            SelectChoice(ActorKind.PERSON.value, _l("A person, in their own name")),
            SelectChoice(
                ActorKind.ORGANISATION.value, _l("An organisation: association, company, public body")
            ),
        ],
        validators=[NEEDED],
    )
    ties = SelectMultipleField(
        _l("What ties you to the cooperative?"),
        description=_l("Tick all that is true: it tells which category fits you best."),
        widget=ListWidget(), option_widget=CheckboxInput(), validators=[Optional()],
    )  # fmt: skip

    given_name = StringField(_l("Given name"), validators=[WRITTEN, Length(max=100)])
    family_name = StringField(_l("Family name"), validators=[WRITTEN, Length(max=90)])
    organisation = StringField(_l("Name of the organisation"), validators=[WRITTEN, Length(max=200)])
    registration = StringField(
        _l("SIREN or SIRET"),
        description=_l("9 or 14 digits. Leave it empty if the organisation has none yet."),
        validators=[Optional(), Length(max=30), _is_registration],
    )
    email = EmailField(
        _l("E-mail address"),
        description=_l("We send a link there: nothing goes further until you have opened it."),
        validators=[WRITTEN, _ADDRESS, Length(max=255)],
    )
    phone = TelField(_l("Telephone"), validators=[Optional(), Length(max=40), _is_phone])
    street = StringField(_l("Number and street"), validators=[WRITTEN, Length(max=200)])
    postcode = StringField(_l("Postcode"), validators=[WRITTEN, Length(max=20), _is_postcode])
    locality = StringField(_l("Town"), validators=[WRITTEN, Length(max=100)])
    country = SelectField(_l("Country"), default="FR", validators=[WRITTEN])
    representative_given_name = StringField(
        _l("Given name of the person who will vote for the organisation"),
        validators=[WRITTEN, Length(max=100)],
    )
    representative_family_name = StringField(
        _l("Family name of that person"), validators=[WRITTEN, Length(max=90)]
    )
    representative_role = StringField(
        _l("Function of that person in the organisation"), validators=[Optional(), Length(max=100)]
    )
    representative_email = EmailField(
        _l("E-mail address of that person"), validators=[WRITTEN, _ADDRESS, Length(max=255)]
    )

    category = RadioField(_l("Category of members"), validators=[NEEDED])
    shares = IntegerField(
        _l("Number of shares"),
        default=1,
        validators=[InputRequired(_SHARES), NumberRange(min=1, max=MOST_SHARES, message=_SHARES)],
    )

    collective_value = TextAreaField(
        _l("What do you expect for all: the collective added value?"),
        description=_l("What becomes possible, or better, when we do it together."),
        validators=[WRITTEN, _LONGEST],
    )
    own_value_kinds = SelectMultipleField(
        _l("What do you expect for yourself or your organisation?"),
        description=_l("Tick what is true, then say it in your own words."),
        choices=[SelectChoice(key, words) for key, words in _OWN_VALUES.items()],
        widget=ListWidget(), option_widget=CheckboxInput(), validators=[Optional(), Settled()],
    )  # fmt: skip
    own_value = TextAreaField(
        _l("In your own words: the added value for you"), validators=[WRITTEN, _LONGEST]
    )

    consent_statutes = BooleanField(validators=[_AGREED])
    consent_data = BooleanField(validators=[_AGREED])
    consent_convocations = BooleanField(description=_FREE)
    consent_news = BooleanField(description=_FREE)

    def shape(
        self,
        categories: Sequence[CategoryRule],
        ties: Sequence[Tie],
        words: Mapping[str, str],
        *,
        has_capital: bool,
    ) -> None:
        """Ask what fits the statutes in force and the kind of applicant, in the words in force."""
        self.category.choices = [SelectChoice(rule.key, rule.name) for rule in categories]
        self.ties.choices = [SelectChoice(tie.value, _TIES[tie]) for tie in ties]
        self.country.choices = countries()
        for key, text in words.items():
            self[f"consent_{key}"].label.text = text
        unasked = _OF_ORGANISATION if self.kind.data == ActorKind.PERSON.value else _OF_PERSON
        for name in unasked if has_capital else (*unasked, "shares"):
            del self[name]

    @property
    def present_step(self) -> str:
        """Return the step that was sent, or the first one."""
        return self.step.data if self.step.data in STEPS else WHO

    def fields_of(self, step: str) -> list[Field]:
        """Return the fields that a step asks for."""
        return [self[name] for name in _OF_STEP[step] if name in self]

    def carried(self, step: str) -> Iterator[tuple[str, str]]:
        """Give what the other steps hold, as it was written, for the page of a step to keep."""
        for other in STEPS:
            if other not in {step, AGREE}:
                for field in self.fields_of(other):
                    yield from ((field.name, value) for value in field.raw_data or ())

    def filled_in(self, draft: MultiDict[str, str]) -> list[tuple[str, str]]:
        """Return all that is filled in: the step that was sent, the others as they came or as the draft has them."""
        kept = {"once", *(name for names in _OF_STEP.values() for name in names)}
        sent = [(field.name, value) for field in self if field.name in kept for value in field.raw_data or ()]
        told = {field.name for field in self.fields_of(self.present_step)} | {name for name, _value in sent}
        return [*sent, *(one for one in draft.items(multi=True) if one[0] in kept - told)]

    def step_holds(self, step: str) -> bool:
        """Check the answers of one step only."""
        wrong = [field for field in self.fields_of(step) if not field.validate(self)]
        return not wrong

    def first_wrong_step(self) -> str:
        """Return the first step with an error, or the last one."""
        return next((step for step in STEPS if any(field.errors for field in self.fields_of(step))), AGREE)

    def chosen_ties(self) -> list[Tie]:
        """Return the ties that were ticked."""
        return [Tie(value) for value in self.ties.data or [] if value in {tie.value for tie in Tie}]

    def agreed(self) -> list[str]:
        """Return the keys of the consents that were ticked."""
        return [rule.key for rule in CONSENTS if self[f"consent_{rule.key}"].data]

    def application(self, *, advised_category: str | None, locale: str) -> NewApplication:
        """Return what the service is told."""
        names = (*_OF_STEP[DETAILS], "collective_value", "own_value")
        given: dict[str, Any] = {name: self[name].data or "" for name in names if name in self}
        return NewApplication(
            kind=ActorKind(self.kind.data), category_key=self.category.data,
            ties=tuple(tie.value for tie in self.chosen_ties()),
            own_value_kinds=tuple(self.own_value_kinds.data or ()),
            advised_category=advised_category, locale=locale,
            shares=self.shares.data if "shares" in self else None, **given,
        )  # fmt: skip
