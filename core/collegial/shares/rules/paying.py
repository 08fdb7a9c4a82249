"""What is paid and due for shares (L12), and what is repaid when they go (L14)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from collegial.kernel.money import ZERO, Money
from collegial.shares.rules.ledger import Movement, standing
from collegial.shares.rules.terms import EntryKind

_LEAP_DAY = 29


@dataclass(frozen=True, kw_only=True)
class Lot:
    """Shares that a member holds from one entry, and what was paid for that entry.

    All that was paid counts for the shares that remain. Shares that came by a transfer are paid for.
    """

    entry: int
    day: date
    shares: int
    nominal: Money
    paid: Money

    @property
    def due(self) -> Money:
        """Return what is still to be paid."""
        return max(ZERO, self.nominal * self.shares - self.paid)


def lots_of(member: int, movements: Iterable[Movement], paid: Mapping[int, Money]) -> list[Lot]:
    """Return what a member holds, by the entries it came from; `paid` is the money by subscription.

    Shares that are transferred or redeemed are those paid for, the oldest first; a cancellation takes
    first those that are not, the newest first.
    """
    lots: list[Lot] = []
    for one in standing(movements):
        if one.receiver == member:
            lots.append(_received(one, paid))
        elif one.giver == member:
            lots = _without(lots, one)
    return lots


def unpaid_shares(lots: Iterable[Lot]) -> int:
    """Return how many shares are not paid in full: they can neither be transferred nor partly redeemed."""
    return sum(lot.shares for lot in lots if lot.due)


def first_payment(shares: int, nominal: Money, part: Fraction) -> Money:
    """Return the least to be paid when shares are subscribed to, rounded up to the cent (L12)."""
    return (nominal * shares).share_up(part)


def due_by(lot: Lot, *, part: Fraction, years: int) -> date:
    """Return the last day to pay: that of the subscription for the first part, `years` later for the rest."""
    asked = first_payment(lot.shares, lot.nominal, part)
    return lot.day if lot.paid < asked else add_years(lot.day, years)


def repayment(shares: int, nominal: Money, *, loss: Money, unpaid: Money) -> Money:
    """Return what goes back for redeemed shares: the nominal less the losses, less what was never paid (L14)."""
    return max(ZERO, (nominal - loss) * shares - unpaid)


def add_years(day: date, years: int) -> date:
    """Return the same day some years later; a 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=_LEAP_DAY - 1)


def _received(one: Movement, paid: Mapping[int, Money]) -> Lot:
    worth = one.nominal * one.shares
    money = paid.get(one.id, ZERO) if one.kind is EntryKind.SUBSCRIPTION else worth
    return Lot(entry=one.id, day=one.day, shares=one.shares, nominal=one.nominal, paid=money)


def _without(lots: list[Lot], one: Movement) -> list[Lot]:
    left, taken = one.shares, {}
    for place in _order(lots, one.kind):
        taken[place] = min(left, lots[place].shares)
        left -= taken[place]
    kept = [replace(lot, shares=lot.shares - taken[place]) for place, lot in enumerate(lots)]
    return [lot for lot in kept if lot.shares]


def _order(lots: list[Lot], kind: EntryKind) -> list[int]:
    """Return the places of the lots in the order in which an entry takes from them."""
    places = range(len(lots))
    if kind is EntryKind.CANCELLATION:
        return sorted(places, key=lambda place: (not lots[place].due, -place))
    return sorted(places, key=lambda place: (bool(lots[place].due), place))
