"""What the search finds of chantiers: each by its question, and the measures that people were told of."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collegial.plugin import Rows, SearchSource, Viewer, Work, WorkPhase, t
from collegial_chantier.models import Measure
from collegial_chantier.permissions import KIND, READ


def chantiers_to_search(_session: Session, _viewer: Viewer) -> Rows:
    """Return every chantier with its question, but those that were called off."""
    stands = Work.phase != WorkPhase.CALLED_OFF
    return select(Work.id, Work.title, Work.question).where(Work.kind == KIND, stands)


def called_off_to_search(_session: Session, _viewer: Viewer) -> Rows:
    """Return the chantiers that were called off, with their question and why."""
    text = Work.question + "\n\n" + Work.called_off_for
    return select(Work.id, Work.title, text).where(Work.kind == KIND, Work.phase == WorkPhase.CALLED_OFF)


def measures_to_search(_session: Session, _viewer: Viewer) -> Rows:
    """Return the measures that people were told of, by their chantier."""
    text = func.coalesce(Measure.information + "\n\n", "") + Measure.description
    return select(Measure.chantier_id, Measure.title, text).where(Measure.informed_on.is_not(None))


SOURCES = (
    SearchSource(
        key="chantier.measures", label=t("Measures of chantiers"), endpoint="chantier.show",
        argument="chantier_id", rows=measures_to_search, permission=READ, weight=42,
    ),
    SearchSource(
        key="chantier.chantiers", label=t("Chantiers"), endpoint="chantier.show",
        argument="chantier_id", rows=chantiers_to_search, permission=READ, weight=40,
    ),
    SearchSource(
        key="chantier.called_off", label=t("Chantiers that were called off"), endpoint="chantier.show",
        argument="chantier_id", rows=called_off_to_search, permission=READ, weight=44,
    ),
)  # fmt: skip
