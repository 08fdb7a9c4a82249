"""Divide an amount to the cent."""

from collections.abc import Sequence

from collegial.plugin import ZERO, Money


def divide(amount: Money, weights: Sequence[int]) -> list[Money]:
    """Divide an amount in proportion to weights, to the cent and without a rest.

    Each part is cut down to the cent; the cents left go to the largest remainders, the first of equal ones
    first. Raises ValueError for a negative weight or when nobody carries any.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights are positive, and one at least is not zero")
    sign, cents = (-1, -amount.cents) if amount < ZERO else (1, amount.cents)
    parts = [cents * weight // whole for weight in weights]
    remainders = sorted(range(len(parts)), key=lambda place: (-(cents * weights[place] % whole), place))
    for place in remainders[: cents - sum(parts)]:
        parts[place] += 1
    return [Money(sign * part) for part in parts]
