"""The assemblies for other programs: when, where, and what is put to the vote."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from collegial.assemblies.models import Assembly
from collegial.assemblies.permissions import READ
from collegial.hooks.extensions import ApiResource, Rows
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t


class ResolutionRecord(BaseModel):
    """A text put to the vote."""

    number: int
    title: str
    text: str
    kind: str


class AssemblyRecord(BaseModel):
    """A general assembly that was convened."""

    number: int
    kind: str
    title: str
    starts_at: datetime
    place: str
    state: str
    resolutions: list[ResolutionRecord]


def rows(_session: Session, _viewer: Viewer) -> Rows:
    """Return the assemblies that were convened, by number."""
    convened = select(Assembly).where(Assembly.convened_at.is_not(None))
    return convened.options(selectinload(Assembly.resolutions)).order_by(Assembly.id)


def write(assembly: Assembly) -> AssemblyRecord:
    """Return what others read of an assembly."""
    resolutions = [
        ResolutionRecord(number=one.number, title=one.title, text=one.text, kind=one.kind.value)
        for one in assembly.resolutions
    ]
    return AssemblyRecord(
        number=assembly.id, kind=assembly.kind.value, title=assembly.title, starts_at=assembly.starts_at,
        place=assembly.place, state=assembly.state.value, resolutions=resolutions,
    )  # fmt: skip


ASSEMBLIES = ApiResource(
    key="assemblies", title=t("Assemblies"), record=AssemblyRecord, rows=rows, number=Assembly.id,
    write=write, permission=READ,
)  # fmt: skip
