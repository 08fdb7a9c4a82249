"""What the lights are computed from: the state of the cooperative on a day."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from collegial.kernel.money import Money
from collegial.statutes.rules import LegalForm


@dataclass(frozen=True, kw_only=True)
class Place:
    """A category with its members of the day."""

    name: str
    members: int
    is_mandatory: bool = False


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """A college with its weight and its members of the day."""

    name: str
    weight: Fraction
    members: int


@dataclass(frozen=True, kw_only=True)
class Due:
    """An amount that is still to be paid or repaid, and the last day for it."""

    day: date
    amount: Money


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The state on a day. `minimum` and `floor` are None where there are no shares.

    `due` holds the balances of shares that are open, `to_repay` the redeemed shares whose money did not go
    back yet. `public_capital` counts what public bodies hold that have left. `review_due_on` is None while
    neither a review nor a first day of the statutes is known; `need_a_voter` counts the members for whom
    someone else votes, `without_voter` those of them for whom nobody does; `leavers_with_contacts` those who
    left so long ago that nothing is owed any more, `fruitless_applications` those that came to nothing long ago
    and still name someone; `register_breaks_at` is the first entry
    that does not hold; `legal_mention` stands under the name on every document.
    """

    day: date
    legal_form: LegalForm
    categories: tuple[Place, ...]
    colleges: tuple[Weighed, ...]
    capital: Money
    public_capital: Money
    minimum: Money | None
    floor: Money | None
    due: tuple[Due, ...]
    to_repay: tuple[Due, ...]
    withdrawals_waiting: int
    first_withdrawal_is_blocked: bool
    review_due_on: date | None
    need_a_voter: int
    without_voter: int
    leavers_with_contacts: int
    fruitless_applications: int
    register_breaks_at: int | None
    legal_mention: str

    @property
    def public_share(self) -> Fraction:
        """Return the share of the capital that public bodies hold; zero without capital."""
        return Fraction(self.public_capital.cents, self.capital.cents) if self.capital else Fraction(0)

    @property
    def has_shares(self) -> bool:
        """Say whether the statutes know shares at all (L5)."""
        return self.floor is not None
