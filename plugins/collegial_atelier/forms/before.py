"""The forms of the time before an atelier: its group, and the money for it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import (
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from collegial.plugin import (
    AmountField,
    DayField,
    Form,
    OnceForm,
    Priority,
    choose_one,
    row_number,
    worded,
)
from collegial_atelier.forms.answers import DAY, LONG, REQUIRED, SHORT, UNKNOWN, WRITTEN, actor_field, between
from collegial_atelier.models import FundingState, ProspectRole
from collegial_atelier.rounds import Round
from collegial_atelier.rules import AtelierKind, Size, Spot


class AtelierForm(OnceForm):
    """A new atelier."""

    side_by_side = (("starts_on", "ends_on"), ("least", "most"))

    kind = RadioField(
        _l("Kind"),
        choices=[
            SelectChoice(AtelierKind.EXCHANGE.value, _l("Exchange of practices (EP)")),
            SelectChoice(AtelierKind.QUESTION.value, _l("Resolution of a question (RQ)")),
        ],
        invalid_choice_message=UNKNOWN,
        validators=[REQUIRED],
    )
    title = StringField(_l("Title"), validators=[WRITTEN, SHORT])
    question = TextAreaField(_l("Common question"), validators=[WRITTEN, LONG])
    themes = TextAreaField(
        _l("Themes"), description=_l("One per line, if there are several."), validators=[Optional(), LONG]
    )
    priority_key = SelectField(
        _l("Priority"),
        coerce=lambda value: value or None,
        invalid_choice_message=UNKNOWN,
        validators=[Optional()],
    )
    starts_on = DayField(_l("The season starts on"), validators=[DAY])
    ends_on = DayField(_l("The season ends on"), validators=[DAY])
    least = IntegerField(_l("Smallest group"), default=4, validators=[REQUIRED, between(1, 200)])
    most = IntegerField(_l("Largest group"), default=12, validators=[REQUIRED, between(1, 200)])
    needed = AmountField(
        _l("Money needed, in euros"), description=_l("Empty when none is needed."), validators=[Optional()]
    )

    def offer(self, priorities: Sequence[Priority]) -> None:
        """Fill the list."""
        none = SelectChoice("", lazy_pgettext("priority", "None"))
        self.priority_key.choices = [none, *(SelectChoice(one.key, worded(one).label) for one in priorities)]

    def facts(self) -> dict[str, Any]:
        """Return what `open_atelier` is told."""
        lines = (self.themes.data or "").splitlines()
        return self._common() | {
            "kind": AtelierKind(self.kind.data),
            "themes": [line.strip()[:200] for line in lines if line.strip()],
        }

    def _common(self) -> dict[str, Any]:
        return {
            "title": self.title.data.strip(),
            "question": self.question.data.strip(),
            "priority_key": self.priority_key.data,
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data,
            "size": Size(least=self.least.data, most=self.most.data),
            "needed": self.needed.amount,
        }


class AtelierChangeForm(AtelierForm):
    """What an atelier says of itself from now on."""

    kind = None
    themes = None

    def facts(self) -> dict[str, Any]:
        """Return what `change_atelier` is told."""
        return self._common()


class ProspectForm(Form):
    """A structure or an expert that was spotted."""

    actor = actor_field(_l("Structure or expert"))
    role = RadioField(
        _l("As"),
        choices=[
            SelectChoice(ProspectRole.STRUCTURE.value, _l("Structure for the group")),
            SelectChoice(ProspectRole.EXPERT.value, _l("Expert to hear")),
        ],
        default=ProspectRole.STRUCTURE.value,
        invalid_choice_message=UNKNOWN,
        validators=[REQUIRED],
    )
    note = TextAreaField(_l("Why"), validators=[Optional(), LONG])


class ProspectStateForm(Form):
    """What somebody answered to the call."""

    state = RadioField(
        _l("Answer"),
        choices=[
            SelectChoice(Spot.COMING.value, _l("Comes")),
            SelectChoice(Spot.DECLINED.value, _l("Declined")),
        ],
        invalid_choice_message=UNKNOWN,
        validators=[REQUIRED],
    )


class FundingForm(OnceForm):
    """A source of money."""

    source = StringField(
        _l("Source"),
        description=_l("A call for projects, a transfer of know-how, a partner…"),
        validators=[WRITTEN, SHORT],
    )
    amount = AmountField(_l("Amount, in euros"), validators=[WRITTEN])
    state = RadioField(
        _l("State"),
        choices=[
            SelectChoice(FundingState.SOUGHT.value, _l("Sought")),
            SelectChoice(FundingState.FOUND.value, _l("Found")),
            SelectChoice(FundingState.REFUSED.value, lazy_pgettext("funding", "Refused")),
        ],
        default=FundingState.SOUGHT.value,
        invalid_choice_message=UNKNOWN,
        validators=[REQUIRED],
    )


class RoundForm(Form):
    """A funding round of another module."""

    number = SelectField(
        _l("Funding round"), coerce=row_number, invalid_choice_message=UNKNOWN, validators=[WRITTEN]
    )

    def fill(self, rounds: Sequence[Round]) -> None:
        """Fill the list of rounds."""
        self.number.choices = choose_one(SelectChoice(str(one["number"]), one["title"]) for one in rounds)
