"""Forms of the directory."""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from collegial.actors.models import Actor, ActorFamily, ContactKind, GuardianKind
from collegial.actors.rules import IdentifierKind
from collegial.actors.services import ActorFacts
from collegial.web.countries import countries
from collegial.web.forms import Form, OnceForm
from collegial.web.hours import DayField
from collegial.web.languages import NATIVE_NAMES
from collegial.web.marks import NEEDED, WRITTEN, NeededWhen, Settled


class ActorForm(OnceForm):
    """What the directory says of an actor."""

    family = SelectField(_l("Family of actors"), validators=[Optional()])
    email = EmailField(
        _l("E-mail address"),
        description=_l("Convocations and messages go there."),
        validators=[Optional(), Length(max=255)],
    )
    locality = StringField(_l("Locality"), validators=[Optional(), Length(max=100)])
    summary = TextAreaField(
        _l("In a few words"),
        description=_l("Who it is and what it does."),
        validators=[Optional(), Length(max=5000)],
    )
    locale = SelectField(
        _l("Language"), description=_l("Of the e-mails and letters that it gets."), validators=[Optional()]
    )

    def offer(self, families: Iterable[ActorFamily], languages: Iterable[str]) -> None:
        """Offer the families and the languages of the deployment."""
        self.locale.choices = [SelectChoice(one, NATIVE_NAMES.get(one, one)) for one in languages]
        known = [SelectChoice(family.key, family.label) for family in families]
        self.family.choices = [SelectChoice("", _l("Not in a family")), *known]

    def facts(self) -> ActorFacts:
        """Return what was written."""
        return ActorFacts(
            name=self.full_name(), family_key=self.family.data or None, email=self.email.data,
            locality=self.locality.data, summary=self.summary.data, locale=self.locale.data,
        )  # fmt: skip

    def full_name(self) -> str:
        """Return the name under which the actor is listed."""
        return str(self.name.data)


class OrganisationForm(ActorForm):
    """An organisation, or joint holders."""

    name = StringField(_l("Name"), validators=[WRITTEN, Length(max=200)])


class PersonForm(ActorForm):
    """A natural person."""

    given_name = StringField(_l("Given name"), validators=[WRITTEN, Length(max=100)])
    family_name = StringField(_l("Family name"), validators=[WRITTEN, Length(max=90)])
    born_on = DayField(
        _l("Date of birth"),
        description=_l("Only for a minor: until the majority, a legal representative votes."),
        validators=[Optional()],
    )

    def facts(self) -> ActorFacts:
        """Return what was written."""
        return ActorFacts(
            name=self.full_name(), given_name=self.given_name.data.strip(), family_name=self.family_name.data.strip(),
            family_key=self.family.data or None, email=self.email.data, locality=self.locality.data,
            summary=self.summary.data, locale=self.locale.data,
        )  # fmt: skip

    def full_name(self) -> str:
        """Return the name under which the person is listed."""
        return f"{self.given_name.data.strip()} {self.family_name.data.strip()}"


class ContactForm(OnceForm):
    """One more way to reach an actor."""

    kind = RadioField(
        _l("What it is"),
        choices=[
            SelectChoice(ContactKind.PHONE.value, _l("Telephone number")),
            SelectChoice(ContactKind.EMAIL.value, _l("Other e-mail address")),
            SelectChoice(ContactKind.WEBSITE.value, _l("Website")),
        ],
        default=ContactKind.PHONE.value,
        validators=[NEEDED],
    )
    value = StringField(_l("Number or address"), validators=[WRITTEN, Length(max=255)])
    label = StringField(
        _l("What it is for"),
        description=_l("For example: office, accounting, weekends."),
        validators=[Optional(), Length(max=100)],
    )


class AddressForm(OnceForm):
    """Where an actor is found from a day on."""

    lines = TextAreaField(_l("Number, street, building"), validators=[WRITTEN, Length(max=400)])
    postcode = StringField(_l("Postcode"), validators=[Optional(), Length(max=20)])
    locality = StringField(_l("Locality"), validators=[WRITTEN, Length(max=100)])
    country = SelectField(_l("Country"), default="FR", validators=[WRITTEN])
    starts_on = DayField(_l("From"), description=_l("The address before ends that day."), validators=[NEEDED])

    def offer(self) -> None:
        """Offer the countries in the language of the reader, by name."""
        self.country.choices = countries()


class IdentifierForm(OnceForm):
    """A number that tells an actor, or its bank account."""

    kind = SelectField(
        _l("Kind of number"),
        choices=[
            SelectChoice(IdentifierKind.SIREN.value, _l("SIREN: the company or body, 9 digits")),
            SelectChoice(IdentifierKind.SIRET.value, _l("SIRET: one establishment, 14 digits")),
            SelectChoice(IdentifierKind.RNA.value, _l("RNA: the association, W and 9 digits")),
            SelectChoice(IdentifierKind.IBAN.value, _l("IBAN: the bank account")),
            SelectChoice(IdentifierKind.BIC.value, _l("BIC: the bank")),
        ],
        validators=[NEEDED],
    )
    value = StringField(_l("Number"), validators=[WRITTEN, Length(max=60)])
    purpose = StringField(
        _l("Money that must go back"),
        description=_l("An IBAN or a BIC is kept for no other reason."),
        validators=[
            NeededWhen(_l("required for an IBAN or a BIC")),
            Length(max=200),
        ],
    )


_NEW_PERSON = NeededWhen(_l("required for a new person"))


class PersonChoiceForm(OnceForm):
    """A person found by name, or a new one."""

    person = RadioField(_l("Person found"), validators=[Optional(), Settled()])
    given_name = StringField(_l("Given name"), validators=[_NEW_PERSON, Length(max=100)])
    family_name = StringField(_l("Family name"), validators=[_NEW_PERSON, Length(max=90)])
    email = EmailField(_l("E-mail address"), validators=[Optional(), Length(max=255)])
    starts_on = DayField(_l("From"), validators=[NEEDED])

    def offer(self, found: Sequence[Actor]) -> None:
        """Offer the persons found; their place, or else their number, tells those of the same name apart."""
        labels = [f"{one.name} ({one.locality})" if one.locality else one.name for one in found]
        self.person.choices = [
            SelectChoice(str(one.id), label if labels.count(label) == 1 else f"{label} #{one.id}")
            for one, label in zip(found, labels, strict=True)
        ]


class GuardianForm(PersonChoiceForm):
    """The legal representative of a minor."""

    kind = RadioField(
        _l("By what right"),
        choices=[
            SelectChoice(GuardianKind.PARENT.value, _l("Parent")),
            SelectChoice(GuardianKind.GUARDIAN.value, _l("Guardian named by a judge or a family council")),
        ],
        default=GuardianKind.PARENT.value,
        validators=[NEEDED],
    )


class EndForm(Form):
    """The end of what someone may do."""

    ends_on = DayField(_l("First day that no longer counts"), validators=[NEEDED])


class MergeForm(Form):
    """Which of two actors stays, and how it is known that they are one."""

    kept = RadioField(_l("Which one stays?"), validators=[NEEDED])
    reason = TextAreaField(
        _l("How do you know that they are one?"),
        description=_l("The trace keeps it, with your name and the day."),
        validators=[WRITTEN, Length(max=500)],
    )

    def offer(self, one: Actor, other: Actor) -> None:
        """Offer the two."""
        self.kept.choices = [SelectChoice(str(each.id), f"{each.name} (#{each.id})") for each in (one, other)]
