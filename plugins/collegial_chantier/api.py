"""The chantiers for other programs; testimonies stay on the pages, where their consent is read."""

from datetime import date, datetime

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from collegial.plugin import ApiResource, Rows, Viewer, t
from collegial_chantier.models import Chantier, Diagnosis
from collegial_chantier.permissions import READ
from collegial_chantier.queries import sharing_of


class DiagnosisRecord(BaseModel):
    """The latest diagnosis, and whether all parties share it."""

    version: int
    text: str
    written_on: date
    is_shared: bool


class ChantierRecord(BaseModel):
    """A chantier with its phase, its theme, and its latest diagnosis."""

    number: int
    title: str
    question: str
    phase: str
    priority: str | None
    theme: str | None
    diagnosis: DiagnosisRecord | None
    opened_on: date
    started_on: date | None
    finished_on: date | None
    called_off_at: datetime | None
    called_off_for: str | None


def rows(_session: Session, _viewer: Viewer) -> Rows:
    """Return the chantiers by number."""
    diagnoses = selectinload(Chantier.diagnoses).selectinload(Diagnosis.agreements)
    return select(Chantier).options(selectinload(Chantier.participants), diagnoses).order_by(Chantier.id)


def write(chantier: Chantier) -> ChantierRecord:
    """Return what others read of a chantier."""
    return ChantierRecord(
        number=chantier.id, title=chantier.title, question=chantier.question, phase=chantier.phase.value,
        priority=chantier.work.priority_key, theme=chantier.theme, diagnosis=_diagnosis(chantier),
        opened_on=chantier.opened_on, started_on=chantier.started_on, finished_on=chantier.finished_on,
        called_off_at=chantier.work.called_off_at, called_off_for=chantier.work.called_off_for,
    )  # fmt: skip


def _diagnosis(chantier: Chantier) -> DiagnosisRecord | None:
    shared = sharing_of(chantier)
    if shared is None:
        return None
    last = chantier.diagnoses[-1]
    return DiagnosisRecord(
        version=last.version, text=last.text, written_on=last.written_on, is_shared=shared.is_shared
    )


CHANTIERS_API = ApiResource(
    key="chantier.chantiers", title=t("Chantiers"), record=ChantierRecord, rows=rows, number=Chantier.id,
    write=write, permission=READ,
)  # fmt: skip
