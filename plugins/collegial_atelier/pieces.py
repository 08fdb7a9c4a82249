"""What ateliers put on pages of the core: a member's own contracts in its space."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from collegial.plugin import SIGNED_IN, Fragment, Viewer
from collegial_atelier import queries
from collegial_atelier.rules import shown_days


def own_contracts(session: Session, viewer: Viewer) -> Iterable[Fragment]:
    """Return the contracts of the reader and of the structures that it represents; nothing without any."""
    contracts = queries.own_contracts(session, viewer)
    if contracts:
        yield Fragment(
            key="atelier.own_contracts",
            template="atelier/own_contracts.html",
            context={"contracts": contracts, "shown_days": shown_days},
            permission=SIGNED_IN,
            weight=60,
        )
