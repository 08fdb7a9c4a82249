"""Forms of the register of members and of a member's own space."""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from collegial.actors.models import Actor, ActorKind
from collegial.kernel.text import Text, t
from collegial.membership.rules import LeavingCause, fits, label_of
from collegial.membership.services.assignments import LONGEST_REFERENCE
from collegial.membership.services.requesting import LONGEST_MESSAGE, MOST_SHARES
from collegial.statutes.rules import CategoryRule, StatuteRules
from collegial.web.forms import Form, row_number
from collegial.web.hours import DayField
from collegial.web.languages import say
from collegial.web.marks import NEEDED, WRITTEN, NeededWhen

_CHOICE = _l("Choose one from the list.")
AS_THE_STATUTES_SAY = ""
GRANTED, REFUSED = "granted", "refused"


class _WithCategories(Form):
    """A form in which a category is chosen, each with the college that follows from it."""

    category = RadioField(_l("Category"), validators=[NEEDED], validate_choice=False)

    def offer_categories(self, rules: StatuteRules | None, *, present: str | None = None) -> None:
        """Fill in the categories of the statutes but the present one, each with the college that follows from it."""
        offered = [(one.key, _placed(rules, one)) for one in rules.categories] if rules else []
        self.category.choices = [SelectChoice(key, say(label)) for key, label in offered if key != present]


class AdmitForm(_WithCategories):
    """The admission of an actor by hand."""

    actor = RadioField(
        _l("Who is admitted"),
        coerce=row_number,
        validators=[NEEDED],
        validate_choice=False,
    )
    college = SelectField(_l("College"), validators=[Optional()], validate_choice=False)
    admitted_on = DayField(_l("Member from"), validators=[NEEDED])
    decision = StringField(
        _l("Decision"),
        description=_l("Who admits, and when: “Board of 3 March 2026”."),
        validators=[Optional(), Length(max=LONGEST_REFERENCE)],
    )

    def offer(self, actors: Sequence[Actor], rules: StatuteRules | None) -> None:
        """Fill the lists with the actors found and with what the statutes name."""
        self.offer_categories(rules)
        self.actor.choices = [SelectChoice(str(one.id), _described(one)) for one in actors]
        self.college.choices = [
            SelectChoice(AS_THE_STATUTES_SAY, _l("As the statutes say for the category")),
            *_colleges(rules),
        ]


class CategoryForm(_WithCategories):
    """Another category, from a day on."""

    follow = BooleanField(_l("Also move to the college that the statutes name for it"), default=True)
    starts_on = DayField(_l("From"), validators=[NEEDED])
    decision = StringField(
        _l("Decision"),
        description=_l("Who allows it, and when: “Board of 3 March 2026”."),
        validators=[NeededWhen(_l("required when the college changes too")), Length(max=LONGEST_REFERENCE)],
    )
    accept_empty = BooleanField(_l("I know that this category will have no member left"))


class CollegeForm(Form):
    """Another college, from a day on."""

    college = RadioField(_l("College"), validators=[NEEDED], validate_choice=False)
    starts_on = DayField(_l("From"), validators=[NEEDED])
    decision = StringField(
        _l("Decision"),
        description=_l("Who allows it, and when: “Board of 3 March 2026”."),
        validators=[WRITTEN, Length(max=LONGEST_REFERENCE)],
    )

    def offer(self, rules: StatuteRules | None, *, present: str | None) -> None:
        """Fill the list with the colleges of the statutes, the present one left out."""
        self.college.choices = [one for one in _colleges(rules) if one.value != present]


class LeaveForm(Form):
    """The end of a membership."""

    cause = RadioField(_l("Why the membership ends"), validators=[NEEDED], validate_choice=False)
    left_on = DayField(_l("First day on which the membership no longer counts"), validators=[NEEDED])
    decision = StringField(
        _l("Decision"),
        description=_l("That of the general assembly, and its date."),
        validators=[
            NeededWhen(_l("required for an exclusion")),
            Length(max=LONGEST_REFERENCE),
        ],
    )
    note = StringField(
        _l("Note for the register"),
        description=_l("As little as possible: it is kept as long as the register."),
        validators=[Optional(), Length(max=200)],
    )
    accept_empty = BooleanField(_l("I know that this category will have no member left"))

    def offer(self, kind: ActorKind, *, meaning: Iterable[tuple[LeavingCause, str]]) -> None:
        """Fill the causes with those that a person, or an organisation, can have, each with its meaning."""
        is_person = kind is ActorKind.PERSON
        self.cause.choices = [
            SelectChoice(cause.value, f"{say(label_of(cause))} – {text}")
            for cause, text in meaning
            if fits(cause, is_person=is_person)
        ]


class AnswerForm(Form):
    """The staff's answer to a request."""

    granted = RadioField(
        _l("Your answer"),
        choices=[
            SelectChoice(GRANTED, _l("It is done, or will be")),
            SelectChoice(REFUSED, _l("It is not accepted")),
        ],
        validators=[NEEDED],
    )
    answer = TextAreaField(
        _l("In words"),
        description=_l("The member reads it in the e-mail and in its space."),
        validators=[
            NeededWhen(_l("required for a refusal")),
            Length(max=LONGEST_MESSAGE),
        ],
    )


class SharesForm(Form):
    """How many more shares a member would like."""

    shares = IntegerField(
        _l("How many more shares"), validators=[NEEDED, NumberRange(min=1, max=MOST_SHARES)]
    )
    message = TextAreaField(_l("A word to the staff"), validators=[Optional(), Length(max=LONGEST_MESSAGE)])


class ResignForm(Form):
    """A member's wish to leave."""

    wished_on = DayField(_l("From which day"), validators=[NEEDED])
    message = TextAreaField(_l("A word to the staff"), validators=[Optional(), Length(max=LONGEST_MESSAGE)])
    understood = BooleanField(
        _l("I have read what leaving brings with it"),
        validators=[InputRequired(_l("Tick this box to go on: leaving cannot be undone."))],
    )


class DataForm(Form):
    """What should change in a member's contact data."""

    message = TextAreaField(
        _l("What should change"),
        description=_l("For instance your new e-mail address, telephone number or postal address."),
        validators=[WRITTEN, Length(max=LONGEST_MESSAGE)],
    )


def _placed(rules: StatuteRules, category: CategoryRule) -> Text:
    """Name a category with where it leads."""
    follows = next((one.name for one in rules.colleges if one.key == category.college), None)
    if follows:
        return t(
            "%(category)s (college “%(college)s” by the statutes)", category=category.name, college=follows
        )
    if rules.colleges:
        return t("%(category)s (the statutes leave the college open)", category=category.name)
    return Text(msgid="%(category)s", params={"category": category.name})


def _colleges(rules: StatuteRules | None) -> list[SelectChoice]:
    return [SelectChoice(one.key, one.name) for one in (rules.colleges if rules else ())]


def _described(actor: Actor) -> str:
    if actor.locality:
        return say(t("%(name)s, in %(locality)s", name=actor.name, locality=actor.locality))
    return actor.name
