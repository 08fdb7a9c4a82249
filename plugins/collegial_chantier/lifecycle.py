"""What of the chantiers is in use: asked before they are switched off."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collegial.plugin import Lifecycle, Text, nt
from collegial_chantier.models import Chantier, ChantierPhase


def under_way(session: Session) -> Sequence[Text]:
    """Say how many chantiers are under way."""
    query = select(func.count(Chantier.id)).where(Chantier.phase == ChantierPhase.DURING)
    number = session.scalar(query) or 0
    if not number:
        return ()
    return (
        nt(
            "%(count)d chantier is under way: its structures could not follow it any more.",
            "%(count)d chantiers are under way: their structures could not follow them any more.",
            number,
        ),
    )


LIFECYCLE = Lifecycle(key="chantier.lifecycle", in_use=under_way)
