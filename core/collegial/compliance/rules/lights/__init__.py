"""One light per rule: green, amber, red, or not applicable, with its figure, its source and the way out."""

from collections.abc import Callable, Iterable

from collegial.compliance.rules.facts import Facts
from collegial.compliance.rules.lights import capital, members
from collegial.compliance.rules.lights.light import Light, LightState

__all__ = ["Light", "LightState", "lights", "worst"]

_RULES: tuple[Callable[[Facts], Light], ...] = (
    members.categories,
    capital.public_bodies,
    members.colleges,
    capital.capital,
    capital.withdrawals,
    capital.payments,
    capital.repayments,
    members.review,
    members.representatives,
    capital.register,
    members.retention,
    members.mention,
)


def lights(facts: Facts) -> list[Light]:
    """Return every light, the worst first; inside a state, in the order of the rules."""
    order = list(LightState)
    return sorted((rule(facts) for rule in _RULES), key=lambda one: order.index(one.state))


def worst(found: Iterable[Light]) -> LightState:
    """Return the worst state of some lights."""
    order = list(LightState)
    return min((one.state for one in found), key=order.index, default=LightState.NOT_APPLICABLE)
