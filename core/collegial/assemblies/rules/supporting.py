"""Items that members bring: how much support puts one on the agenda (L33)."""

from fractions import Fraction
from math import ceil


def supporters_needed(threshold: Fraction, members: int) -> int:
    """Give how many distinct members must support an item: at least one, its author."""
    return max(1, ceil(threshold * members))


def threshold_is_reached(threshold: Fraction, *, supporters: int, members: int) -> bool:
    """Say whether the support puts an item on the agenda by itself."""
    return supporters >= supporters_needed(threshold, members)
