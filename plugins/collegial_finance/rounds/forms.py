"""Forms of funding rounds."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from collegial.plugin import Actor, AmountField, DayField, Money, NeededWhen, OnceForm, row_number, say, t
from collegial_finance.fields import KNOWN, LONG, REQUIRED, SHORT, SeenForm, choices, offered
from collegial_finance.rounds.rules import LEAST, NEXT, ClosingRule, Instrument, Plan, PledgeState
from collegial_finance.rounds.services.linking import MOST_DAYS
from collegial_finance.words import CLOSING_RULES, INSTRUMENTS, STATES


class RoundForm(OnceForm):
    """A new round."""

    project_id = SelectField(
        _l("Who carries the project"), coerce=row_number, validate_choice=False, validators=[KNOWN]
    )
    title = StringField(_l("Title"), validators=[REQUIRED, SHORT])
    need = TextAreaField(
        _l("The need and the plan"),
        description=_l("What the money is for, in what steps, and what else pays for it."),
        validators=[REQUIRED],
    )
    target = AmountField(_l("Target, in euros"), validators=[REQUIRED])
    maximum = AmountField(
        _l("Most that the round takes, in euros"),
        description=_l("Left empty, it takes no more than its target."),
        validators=[Optional()],
    )
    closing = RadioField(
        _l("How it closes"),
        choices=choices(CLOSING_RULES),
        default=ClosingRule.THRESHOLD.value,
        validators=[REQUIRED],
    )
    minimum = AmountField(
        _l("Minimum without which it does not hold, in euros"),
        description=_l("All or nothing asks for the whole target; an open round for nothing."),
        validators=[NeededWhen(_l("required for a threshold"), "closing", ClosingRule.THRESHOLD.value)],
    )
    closes_on = DayField(_l("Last day"), validators=[REQUIRED])
    least = AmountField(_l("Least that a funder brings, in euros"), validators=[Optional()])
    most = AmountField(_l("Most that a funder brings, in euros"), validators=[Optional()])

    def offer(self, actors: Sequence[Actor]) -> None:
        """Fill the list of organisations."""
        self.project_id.choices = offered(actors)

    def facts(self) -> dict[str, Any]:
        """Return what `open_round` is told."""
        target = self.target.amount
        plan = Plan(
            target=target, minimum=self._minimum(), maximum=self.maximum.amount if self.maximum.data else target,
            closes_on=self.closes_on.data, closing=ClosingRule(self.closing.data), least=self.least.amount,
            most=self.most.amount if self.most.data else None,
        )  # fmt: skip
        return {
            "title": self.title.data, "need": self.need.data, "project_id": self.project_id.data, "plan": plan,
        }  # fmt: skip

    def _minimum(self) -> Money:
        """Return what a threshold names; the other rules have a minimum of their own."""
        closing = ClosingRule(self.closing.data)
        if closing is ClosingRule.THRESHOLD:
            return self.minimum.amount
        return self.target.amount if closing is ClosingRule.ALL_OR_NOTHING else LEAST


class RoundChangeForm(SeenForm):
    """What an open round says from now on, and why it changes."""

    title = StringField(_l("Title"), validators=[REQUIRED, SHORT])
    need = TextAreaField(_l("The need and the plan"), validators=[REQUIRED])
    closes_on = DayField(_l("Last day"), validators=[REQUIRED])
    reason = TextAreaField(
        _l("Why the round changes"),
        description=_l("Those at the table read it."),
        validators=[REQUIRED, LONG],
    )

    def facts(self) -> dict[str, Any]:
        """Return what `change_round` is told."""
        typed = (self.title, self.need, self.closes_on, self.reason)
        return super().facts() | {one.name: one.data for one in typed}


class FunderForm(OnceForm):
    """A funder that comes to the table."""

    funder_id = SelectField(_l("Funder"), coerce=row_number, validate_choice=False, validators=[KNOWN])
    instrument = RadioField(
        _l("What it could bring"),
        choices=choices(INSTRUMENTS),
        validators=[REQUIRED],
    )

    def offer(self, actors: Sequence[Actor]) -> None:
        """Fill the list of organisations."""
        self.funder_id.choices = offered(actors)

    def facts(self) -> dict[str, Any]:
        """Return what `invite_funder` is told."""
        return {"funder_id": self.funder_id.data, "instrument": Instrument(self.instrument.data)}


class StepForm(OnceForm):
    """The next step of a pledge."""

    state = RadioField(_l("Next step"), choices=[], validators=[REQUIRED])
    amount = AmountField(
        _l("Amount, in euros"),
        validators=[NeededWhen(_l("required when it pledges"), "state", PledgeState.PLEDGED.value)],
    )
    conditions = TextAreaField(_l("Conditions that the funder sets"), validators=[Optional()])
    on = DayField(
        _l("Day of the payment"),
        validators=[NeededWhen(_l("required for a payment"), "state", PledgeState.PAID.value)],
    )

    def offer(self, state: PledgeState) -> None:
        """Offer the steps that can follow, in their order."""
        following = [one for one in PledgeState if one in NEXT.get(state, frozenset())]
        named = (
            STATES
            if state is not PledgeState.PLEDGED
            else {**STATES, state: t("Another amount or other conditions")}
        )
        self.state.choices = [SelectChoice(one.value, say(named[one])) for one in following]

    def facts(self) -> dict[str, Any]:
        """Return what `move_pledge` is told."""
        return {
            "state": PledgeState(self.state.data), "amount": self.amount.amount,
            "conditions": self.conditions.data or None, "on": self.on.data,
        }  # fmt: skip


class LinkForm(OnceForm):
    """A link to the table for a funder."""

    days = IntegerField(
        _l("Days for which it is good"),
        default=30,
        validators=[REQUIRED, NumberRange(1, MOST_DAYS, _l("Between 1 and 365 days."))],
    )
    send = BooleanField(_l("Send it by e-mail"), default=True)
