"""What of the ateliers is in use: asked before they are switched off."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from collegial.plugin import Lifecycle, Text, WorkPhase, nt
from collegial_atelier import queries


def under_way(session: Session) -> Sequence[Text]:
    """Say how many ateliers are under way."""
    number = queries.count_by_phase(session)[WorkPhase.DURING]
    if not number:
        return ()
    return (
        nt(
            "%(count)d atelier is under way: its group could not follow it any more.",
            "%(count)d ateliers are under way: their groups could not follow them any more.",
            number,
        ),
    )


LIFECYCLE = Lifecycle(key="atelier.lifecycle", in_use=under_way)
