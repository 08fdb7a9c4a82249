"""What the rounds do for other modules, which ask for the capability `funding-rounds`."""

from sqlalchemy.orm import Session

from collegial_finance.rounds import queries
from collegial_finance.rounds.models import RoundState

CENTS = 100


class OpenRounds:
    """The service of the capability: what is open, as plain values."""

    def open_rounds(self, session: Session) -> list[dict[str, object]]:
        """Return each open round: title, goal and pledged, in whole euros cut down."""
        return [
            {
                "title": one.title,
                "goal": one.target.cents // CENTS,
                "pledged": queries.standing_of(one).pledged.cents // CENTS,
            }
            for one in queries.rounds(session)
            if one.state is RoundState.OPEN
        ]
