"""The way of an application: it only goes forward, and the database holds the same table."""

import enum
from collections.abc import Mapping


class ApplicationState(enum.Enum):
    """How far an application is."""

    RECEIVED = "received"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    ADMITTED = "admitted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


NEXT: Mapping[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.RECEIVED: frozenset(
        {
            ApplicationState.WAITING,
            ApplicationState.ACCEPTED,
            ApplicationState.REFUSED,
            ApplicationState.WITHDRAWN,
            ApplicationState.LAPSED,
        }
    ),
    ApplicationState.WAITING: frozenset(
        {ApplicationState.ACCEPTED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN}
    ),
    ApplicationState.ACCEPTED: frozenset(
        {ApplicationState.ADMITTED, ApplicationState.WITHDRAWN, ApplicationState.LAPSED}
    ),
}
DECIDABLE = frozenset({ApplicationState.RECEIVED, ApplicationState.WAITING})
CLOSED = frozenset(set(ApplicationState) - set(NEXT))

# What came to nothing: nobody needs to know for ever who had asked.
FRUITLESS = CLOSED - {ApplicationState.ADMITTED}


def may_become(present: ApplicationState, wanted: ApplicationState) -> bool:
    """Tell whether an application may go from one state to another; closed ones go nowhere."""
    return wanted in NEXT.get(present, frozenset())
