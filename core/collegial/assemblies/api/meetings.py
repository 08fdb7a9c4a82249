"""The assemblies for other programs: when, where, and what is put to the vote."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from collegial.assemblies.models import Assembly, ChangeKind, Resolution, Voting
from collegial.assemblies.permissions import READ
from collegial.hooks.extensions import ApiResource, Rows
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t


class OptionRecord(BaseModel):
    """A candidate, or another that can be chosen; `number` stands for it on a ballot."""

    number: int
    name: str


class ResolutionRecord(BaseModel):
    """A text put to the vote, or an election with its `method` and its list."""

    number: int
    title: str
    text: str
    kind: str
    method: str | None
    options: list[OptionRecord]


class CallingOffRecord(BaseModel):
    """When and why an assembly was called off."""

    at: datetime
    reason: str


class AssemblyRecord(BaseModel):
    """A general assembly that was convened.

    One that was called off has the state `called_off` and says why; `replaces` is the one whose place another took.
    """

    number: int
    kind: str
    title: str
    starts_at: datetime
    place: str
    state: str
    called_off: CallingOffRecord | None
    replaces: int | None
    resolutions: list[ResolutionRecord]


_VOTINGS = selectinload(Assembly.resolutions).joinedload(Resolution.voting).selectinload(Voting.options)


def rows(_session: Session, _viewer: Viewer) -> Rows:
    """Return the assemblies that were convened, by number."""
    convened = select(Assembly).where(Assembly.convened_at.is_not(None))
    return convened.options(_VOTINGS, selectinload(Assembly.changes)).order_by(Assembly.id)


def write(assembly: Assembly) -> AssemblyRecord:
    """Return what others read of an assembly."""
    return AssemblyRecord(
        number=assembly.id, kind=assembly.kind.value, title=assembly.title, starts_at=assembly.starts_at,
        place=assembly.place, state=assembly.state.value, called_off=_called_off(assembly),
        replaces=assembly.replaces_id,
        resolutions=[_resolution(one) for one in assembly.resolutions],
    )  # fmt: skip


def _called_off(assembly: Assembly) -> CallingOffRecord | None:
    ended = next((one for one in assembly.changes if one.kind is ChangeKind.CALLED_OFF), None)
    return CallingOffRecord(at=ended.decided_at, reason=ended.reason) if ended else None


def _resolution(one: Resolution) -> ResolutionRecord:
    listed = one.voting.options if one.voting else []
    return ResolutionRecord(
        number=one.number, title=one.title, text=one.text, kind=one.kind.value,
        method=one.voting.method if one.voting else None,
        options=[OptionRecord(number=option.number, name=option.name) for option in listed],
    )  # fmt: skip


ASSEMBLIES = ApiResource(
    key="assemblies", title=t("Assemblies"), record=AssemblyRecord, rows=rows, number=Assembly.id,
    write=write, permission=READ,
)  # fmt: skip
