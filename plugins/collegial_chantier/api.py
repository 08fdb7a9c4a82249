"""The chantiers for other programs; testimonies stay on the pages, where their consent is read."""

from datetime import date

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.plugin import ApiResource, Rows, Viewer, t
from collegial_chantier.models import Chantier
from collegial_chantier.permissions import READ


class ChantierRecord(BaseModel):
    """A chantier and its phase."""

    number: int
    title: str
    question: str
    phase: str
    opened_on: date
    started_on: date | None
    finished_on: date | None


def rows(_session: Session, _viewer: Viewer) -> Rows:
    """Return the chantiers by number."""
    return select(Chantier).order_by(Chantier.id)


def write(chantier: Chantier) -> ChantierRecord:
    """Return what others read of a chantier."""
    return ChantierRecord(
        number=chantier.id, title=chantier.title, question=chantier.question, phase=chantier.phase.value,
        opened_on=chantier.opened_on, started_on=chantier.started_on, finished_on=chantier.finished_on,
    )  # fmt: skip


CHANTIERS_API = ApiResource(
    key="chantier.chantiers", title=t("Chantiers"), record=ChantierRecord, rows=rows, number=Chantier.id,
    write=write, permission=READ,
)  # fmt: skip
