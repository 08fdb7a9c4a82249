"""The fields that the forms of the financial tools share."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from collegial.plugin import (
    Actor,
    Group,
    NeededWhen,
    OnceForm,
    Settled,
    Text,
    row_number,
)
from collegial_finance.parties import OFFERED

REQUIRED = InputRequired(_l("This answer is needed."))
KNOWN = DataRequired(_l("This answer is needed."))  # what is sent must have been read as a number
SHORT = Length(max=200, message=_l("Use at most 200 characters."))
ACCEPTED = "y"
LONG = Length(max=500, message=_l("Use at most 500 characters."))


def choices(named: Mapping[Any, Text]) -> list[SelectChoice]:
    """Offer each of some values under its name."""
    return [SelectChoice(one.value, _l(text.msgid)) for one, text in named.items()]


def offered(actors: Sequence[Actor]) -> list[SelectChoice]:
    """Offer actors of the directory, after nothing; a list that is cut says so there."""
    is_cut = len(actors) > OFFERED
    first = (
        _l("Choose one of the first %(count)s, or search above", count=OFFERED)
        if is_cut
        else _l("Choose one")
    )
    return [SelectChoice("", first), *(SelectChoice(str(one.id), one.name) for one in actors[:OFFERED])]


def offer_also(field: SelectField, actor: Actor) -> None:
    """Keep the actor that a record names in the list of a field, however long the directory is."""
    named = SelectChoice(str(actor.id), actor.name)
    if all(one.value != named.value for one in field.choices):
        field.choices = [*field.choices, named]


def committee_field(description: Any, *, when: NeededWhen | None = None) -> SelectField:
    """Return the field in which a group is chosen as committee, always or `when` one is needed."""
    return SelectField(
        _l("Committee"),
        description=description,
        coerce=row_number,
        validate_choice=False,
        validators=[when or KNOWN],
    )


def verdict_field() -> RadioField:
    """Return the field that says what was decided on a file; nothing is chosen before somebody chooses."""
    said = [SelectChoice(ACCEPTED, _l("The file is accepted")), SelectChoice("n", _l("The file is refused"))]
    return RadioField(_l("What was decided"), choices=said, validators=[REQUIRED])


def may_wait_field(label: Any) -> BooleanField:
    """Return the box to tick where more is planned than is there."""
    return BooleanField(label, validators=[Optional(), Settled()])


class SeenForm(OnceForm):
    """A form that changes what stands in a record; it keeps how often that had changed when it was opened."""

    seen = HiddenField()

    def facts(self) -> dict[str, Any]:
        """Return what the service is told of what was seen."""
        return {"seen": row_number(self.seen.data) or 0}


class AsksToWait:
    """A form with a `may_wait`, which stands on the page once a service asked for it."""

    may_wait: BooleanField

    def __iter__(self) -> Iterator[Field]:
        """Yield the fields that are shown."""
        every: Iterator[Field] = super().__iter__()  # type: ignore[misc]
        return (one for one in every if one is not self.may_wait or one.errors or one.data)


class OffersCommittee:
    """A form with a `committee_id`."""

    committee_id: SelectField

    def offer(self, groups: Sequence[Group]) -> None:
        """Fill the list of groups of the deployment, after nothing."""
        named = [SelectChoice(str(one.id), one.name) for one in groups]
        self.committee_id.choices = [SelectChoice("", _l("Choose one")), *named]


class WithdrawalForm(OnceForm):
    """Why something that was recorded is taken back."""

    reason = TextAreaField(_l("Reason"), validators=[REQUIRED, LONG])

    def facts(self) -> dict[str, Any]:
        """Return what the service that takes it back is told."""
        return {"reason": self.reason.data}
