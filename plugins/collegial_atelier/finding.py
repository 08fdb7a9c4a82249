"""What the search finds of ateliers: each by its question, and what they published."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.plugin import Rows, SearchSource, Viewer, Work, WorkPhase, t
from collegial_atelier.models import Production, ProductionState
from collegial_atelier.permissions import KIND, READ


def ateliers_to_search(_session: Session, _viewer: Viewer) -> Rows:
    """Return every atelier with its question, but those that were called off."""
    stands = Work.phase != WorkPhase.CALLED_OFF
    return select(Work.id, Work.title, Work.question).where(Work.kind == KIND, stands)


def called_off_to_search(_session: Session, _viewer: Viewer) -> Rows:
    """Return the ateliers that were called off, with their question and why."""
    text = Work.question + "\n\n" + Work.called_off_for
    return select(Work.id, Work.title, text).where(Work.kind == KIND, Work.phase == WorkPhase.CALLED_OFF)


def productions_to_search(_session: Session, _viewer: Viewer) -> Rows:
    """Return what was published, by its atelier."""
    is_out = Production.state == ProductionState.PUBLISHED
    return select(Production.atelier_id, Production.title, Production.summary).where(is_out)


SOURCES = (
    SearchSource(
        key="atelier.productions", label=t("Productions of ateliers"), endpoint="atelier.show",
        argument="atelier_id", rows=productions_to_search, permission=READ, weight=43,
    ),
    SearchSource(
        key="atelier.ateliers", label=t("Ateliers"), endpoint="atelier.show",
        argument="atelier_id", rows=ateliers_to_search, permission=READ, weight=41,
    ),
    SearchSource(
        key="atelier.called_off", label=t("Ateliers that were called off"), endpoint="atelier.show",
        argument="atelier_id", rows=called_off_to_search, permission=READ, weight=44,
    ),
)  # fmt: skip
