"""What funding rounds do for other modules, under the capability `funding-rounds`: plain values, read only."""

from decimal import Decimal

from sqlalchemy.orm import Session

from collegial.plugin import CapabilityOffer, Money
from collegial_finance.rounds import queries
from collegial_finance.rounds.models import FundingRound, RoundState

Told = dict[str, object]


class Rounds:
    """The service that others get by `offered(session, "funding-rounds")`; `module` says whose numbers these are."""

    module = "finance"

    def open_rounds(self, session: Session) -> list[Told]:
        """Return each round that still gathers: number, title, goal, pledged, state; amounts in euros."""
        return [_told(one) for one in queries.rounds(session) if one.state is RoundState.OPEN]

    def find(self, session: Session, number: int) -> Told | None:
        """Return a round by its number, whatever became of it; None where there is none."""
        found = queries.funding_round(session, number)
        return _told(found) if found else None


def _told(one: FundingRound) -> Told:
    return {
        "number": one.id,
        "title": one.title,
        "goal": _euros(one.target),
        "pledged": _euros(queries.standing_of(one).pledged),
        "state": one.state.value,
    }


def _euros(amount: Money) -> Decimal:
    return Decimal(amount.cents) / 100


SERVICE = CapabilityOffer(key="finance.rounds_service", capability="funding-rounds", service=Rounds())
