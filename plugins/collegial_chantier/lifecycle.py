"""What of the chantiers is in use: asked before they are switched off."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from collegial.plugin import Lifecycle, Text, WorkPhase, count_by_phase, nt
from collegial_chantier.permissions import KIND


def under_way(session: Session) -> Sequence[Text]:
    """Say how many chantiers are under way."""
    number = count_by_phase(session, KIND)[WorkPhase.DURING]
    if not number:
        return ()
    return (
        nt(
            "%(count)d chantier is under way: its structures could no longer follow it.",
            "%(count)d chantiers are under way: their structures could no longer follow them.",
            number,
        ),
    )


LIFECYCLE = Lifecycle(key="chantier.lifecycle", in_use=under_way)
