"""What the search finds of ateliers: each by its question, and what they published."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.plugin import Rows, SearchSource, Viewer, Work, t
from collegial_atelier.models import Production, ProductionState
from collegial_atelier.permissions import KIND, READ


def ateliers_to_search(_session: Session, _viewer: Viewer) -> Rows:
    """Return every atelier with its question."""
    return select(Work.id, Work.title, Work.question).where(Work.kind == KIND)


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
)  # fmt: skip
