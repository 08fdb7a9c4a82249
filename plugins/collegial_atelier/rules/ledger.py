"""What a contract owes, what was done and paid: whole cents and half days, never more than was agreed."""

from collections.abc import Iterable
from dataclasses import dataclass

from collegial.plugin import ZERO, Money, Text, t


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The account of a contract: the compensation agreed, what was paid of it; days are counted in halves."""

    agreed: Money
    paid: Money
    half_days_due: int
    half_days_done: int

    @property
    def left(self) -> Money:
        """Return what may still be paid."""
        return self.agreed - self.paid

    @property
    def is_settled(self) -> bool:
        """Tell whether all is paid and all is done."""
        return not self.left and self.half_days_done >= self.half_days_due


def contract_fault(agreed: Money, half_days: int) -> Text | None:
    """Return what is wrong with a contract, None when nothing is."""
    if half_days < 1:
        return t("A contract is about half a day or more.")
    if agreed < ZERO:
        return t("A compensation cannot be negative.")
    return None


def payment_fault(ledger: Ledger, amount: Money) -> Text | None:
    """Return why an amount cannot be paid, None when it can."""
    if amount <= ZERO:
        return t("A payment is one cent or more.")
    if amount > ledger.left:
        return t("This is above the contract: %(left)s is left of the compensation agreed.", left=ledger.left)
    return None


def shown_days(half_days: int) -> str:
    """Write half days as days, such as `1` or `2.5`."""
    whole, half = divmod(half_days, 2)
    return f"{whole}.5" if half else f"{whole}"


def total(amounts: Iterable[Money]) -> Money:
    """Add amounts up."""
    found = ZERO
    for one in amounts:
        found += one
    return found
