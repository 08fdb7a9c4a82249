"""The ateliers and what they published, for other programs; money and contracts stay on the pages."""

from datetime import date, datetime

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from collegial.plugin import ApiResource, Rows, Viewer, t
from collegial_atelier.models import Atelier, Production, ProductionState
from collegial_atelier.permissions import READ


class AtelierRecord(BaseModel):
    """An atelier and its season."""

    number: int
    title: str
    question: str
    kind: str
    phase: str
    priority: str | None
    themes: list[str]
    starts_on: date
    ends_on: date
    called_off_at: datetime | None
    called_off_for: str | None


class ProductionRecord(BaseModel):
    """A published production."""

    number: int
    atelier: int
    title: str
    kind: str
    licence: str | None
    published_on: date | None
    downloads: int


def _ateliers(_session: Session, _viewer: Viewer) -> Rows:
    return select(Atelier).options(selectinload(Atelier.themes)).order_by(Atelier.id)


def _write(one: Atelier) -> AtelierRecord:
    return AtelierRecord(
        number=one.id, title=one.title, question=one.question, kind=one.kind.value, phase=one.phase.value,
        priority=one.work.priority_key, themes=[theme.label for theme in one.themes],
        starts_on=one.starts_on, ends_on=one.ends_on, called_off_at=one.work.called_off_at,
        called_off_for=one.work.called_off_for,
    )  # fmt: skip


def _productions(_session: Session, _viewer: Viewer) -> Rows:
    return select(Production).where(Production.state == ProductionState.PUBLISHED).order_by(Production.id)


def _write_production(one: Production) -> ProductionRecord:
    return ProductionRecord(
        number=one.id, atelier=one.atelier_id, title=one.title, kind=one.kind.value, licence=one.licence,
        published_on=one.published_on, downloads=one.downloads,
    )  # fmt: skip


RESOURCES = (
    ApiResource(
        key="atelier.ateliers", title=t("Ateliers"), record=AtelierRecord, rows=_ateliers,
        number=Atelier.id, write=_write, permission=READ,
    ),
    ApiResource(
        key="atelier.productions", title=t("What the ateliers published"), record=ProductionRecord,
        rows=_productions, number=Production.id, write=_write_production, permission=READ,
    ),
)  # fmt: skip
