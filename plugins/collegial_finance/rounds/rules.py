"""How a funding round closes, and how a pledge moves (L55): a pledge is not a payment."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from collegial.plugin import ZERO, Invalid, Money, Refused, Text, t

LEAST = Money(1)


class ClosingRule(enum.Enum):
    """When a round holds: at its whole target, from a threshold on, or with whatever came."""

    ALL_OR_NOTHING = "all_or_nothing"
    THRESHOLD = "threshold"
    OPEN = "open"


class PledgeState(enum.Enum):
    """How far a funder has come."""

    CONTACTED = "contacted"
    INTERESTED = "interested"
    PLEDGED = "pledged"
    SIGNED = "signed"
    PAID = "paid"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


NEXT: Mapping[PledgeState, frozenset[PledgeState]] = {
    PledgeState.CONTACTED: frozenset({PledgeState.INTERESTED, PledgeState.PLEDGED, PledgeState.WITHDRAWN}),
    PledgeState.INTERESTED: frozenset({PledgeState.PLEDGED, PledgeState.WITHDRAWN}),
    # A pledge is made again with another amount until it is signed.
    PledgeState.PLEDGED: frozenset({PledgeState.PLEDGED, PledgeState.SIGNED, PledgeState.WITHDRAWN}),
    PledgeState.SIGNED: frozenset({PledgeState.PAID, PledgeState.WITHDRAWN}),
}
COUNTED = frozenset({PledgeState.PLEDGED, PledgeState.SIGNED, PledgeState.PAID})
OVER = frozenset({PledgeState.WITHDRAWN, PledgeState.LAPSED})


class Instrument(enum.Enum):
    """What a funder brings."""

    GRANT = "grant"
    LOAN = "loan"
    EQUITY = "equity"
    PARTICIPATING = "participating"
    BLOCKED_ACCOUNT = "blocked_account"
    GIFT = "gift"
    IN_KIND = "in_kind"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a round asks for: its target, what it needs to close, the most it takes, its last day and bounds."""

    target: Money
    minimum: Money
    maximum: Money
    closes_on: date
    closing: ClosingRule
    least: Money = ZERO
    most: Money | None = None

    @property
    def needed(self) -> Money:
        """Return what must be pledged for the round to hold."""
        return {
            ClosingRule.ALL_OR_NOTHING: self.target,
            ClosingRule.THRESHOLD: self.minimum,
            ClosingRule.OPEN: LEAST,
        }[self.closing]


@dataclass(frozen=True)
class Standing:
    """Where a round stands: how much is pledged at least, signed at least, paid, and given back once it lapsed."""

    pledged: Money
    signed: Money
    paid: Money
    given_back: Money = ZERO


def standing(pledges: Iterable[tuple[PledgeState, Money]], *, given_back: Money = ZERO) -> Standing:
    """Add pledges up; what is paid was signed, and what is signed was pledged."""
    rows = list(pledges)

    def of(*states: PledgeState) -> Money:
        return sum((amount for state, amount in rows if state in states), ZERO)

    return Standing(
        pledged=of(*COUNTED), signed=of(PledgeState.SIGNED, PledgeState.PAID), paid=of(PledgeState.PAID),
        given_back=given_back,
    )  # fmt: skip


def check_plan(plan: Plan, today: date) -> None:
    """Refuse a plan that contradicts itself: Invalid at its field."""
    faults = (
        (plan.minimum <= ZERO, "minimum", t("The minimum is above zero.")),
        (plan.target < plan.minimum, "target", t("The target is not under the minimum.")),
        (plan.maximum < plan.target, "maximum", t("The maximum is not under the target.")),
        (plan.closes_on < today, "closes_on", t("A round closes today or later.")),
        (plan.least < ZERO, "least", t("The least a funder brings is not negative.")),
        (
            plan.most is not None and plan.most < max(plan.least, Money(1)),
            "most",
            t("The most a funder brings is not under the least."),
        ),
    )
    for wrong, field, sentence in faults:
        if wrong:
            raise Invalid(f"finance.round_{field}", sentence, field=field)


def check_pledge(plan: Plan, amount: Money, others: Money) -> None:
    """Refuse an amount outside a funder's bounds, or beyond the most that the round takes."""
    if amount <= ZERO or amount < plan.least:
        raise Invalid(
            "finance.pledge_least",
            t("A pledge is at least %(least)s.", least=max(plan.least, Money(1))),
            field="amount",
        )
    if plan.most is not None and amount > plan.most:
        raise Invalid(
            "finance.pledge_most", t("A pledge is at most %(most)s.", most=plan.most), field="amount"
        )
    if others + amount > plan.maximum:
        raise Refused(
            "finance.round_full",
            t(
                "The round takes %(maximum)s at most; %(left)s is left.",
                maximum=plan.maximum,
                left=max(ZERO, plan.maximum - others),
            ),
            field="amount",
        )


def check_move(state: PledgeState, wanted: PledgeState) -> None:
    """Refuse a step that a pledge cannot take: Refused `finance.pledge_step`."""
    if wanted not in NEXT.get(state, frozenset()):
        raise no_step()


def no_step() -> Refused:
    """Return what is said of a step that a pledge cannot take."""
    return Refused("finance.pledge_step", t("A pledge cannot take this step from where it stands."))


def holds(plan: Plan, pledged: Money) -> bool:
    """Tell whether a round that ended with these pledges holds."""
    return pledged >= plan.needed


def may_end(plan: Plan, pledged: Money, today: date) -> bool:
    """Tell whether a round may end now: on its last day or after, or as soon as it can take no more."""
    return today >= plan.closes_on or pledged >= plan.maximum


def explain(plan: Plan, pledged: Money) -> Text:
    """Say what the closing rule does with what is pledged."""
    missing = max(ZERO, plan.needed - pledged)
    if plan.closing is ClosingRule.OPEN:
        return t("Whatever is pledged by the last day is kept.")
    if not missing:
        return t("The rule is met: %(needed)s had to be pledged.", needed=plan.needed)
    if plan.closing is ClosingRule.ALL_OR_NOTHING:
        return t(
            "Without %(missing)s more by the last day, each pledge lapses and what was paid goes back: all or nothing.",
            missing=missing,
        )
    return t(
        "Without %(missing)s more by the last day, every pledge lapses and what was paid goes back.",
        missing=missing,
    )
