"""What of the ateliers is in use, and what they use: asked before a module is switched off."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from collegial.plugin import Lifecycle, ModuleUse, Text, WorkPhase, count_by_phase, nt
from collegial_atelier import queries
from collegial_atelier.permissions import KIND


def under_way(session: Session) -> Sequence[Text]:
    """Say how many ateliers are under way."""
    number = count_by_phase(session, KIND)[WorkPhase.DURING]
    if not number:
        return ()
    return (
        nt(
            "%(count)d atelier is under way: its group could no longer follow it.",
            "%(count)d ateliers are under way: their groups could no longer follow them.",
            number,
        ),
    )


def rests_on(session: Session, module: str) -> Iterable[ModuleUse]:
    """Say how many ateliers wait for the money of a module's funding rounds."""
    number = queries.waiting_for_rounds(session, module)
    if number:
        yield ModuleUse(
            key="atelier.rounds",
            sentence=nt(
                "%(count)d atelier waits for money from a funding round of this module.",
                "%(count)d ateliers wait for money from funding rounds of this module.",
                number,
            ),
        )


LIFECYCLE = Lifecycle(key="atelier.lifecycle", in_use=under_way)
