"""What a newcomer subscribes, and what must be paid before the register takes it."""

from dataclasses import dataclass

from collegial.kernel.errors import Invalid
from collegial.kernel.money import Money
from collegial.kernel.text import t
from collegial.statutes.rules import CapitalRule

MOST_SHARES = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Call:
    """The amounts of a subscription: all of it, the least to pay at once, and what may follow later."""

    shares: int
    subscribed: Money
    least: Money

    @property
    def later(self) -> Money:
        """Return what may be paid within the time that the statutes give."""
        return self.subscribed - self.least


def call_for(shares: int, capital: CapitalRule) -> Call:
    """Compute what a number of shares costs (L12); raise Invalid for a number that cannot be subscribed.

    The part due at once is rounded up to the cent: a cent less would be under the statutes' share.
    """
    if not 1 <= shares <= MOST_SHARES:
        raise Invalid(
            "joining.shares",
            t(
                "A member holds at least one share. Write a whole number from 1 to %(most)s.",
                most=MOST_SHARES,
            ),
            field="shares",
        )
    subscribed = capital.nominal * shares
    return Call(shares=shares, subscribed=subscribed, least=subscribed.share_up(capital.paid_at_subscription))
