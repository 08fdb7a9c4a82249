"""Voting rights for other programs: whose they are, to whom they are given; a proxy given, and taken back."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.assemblies.models import Assembly, Bond, Mandate, RollEntry
from collegial.assemblies.permissions import DESK, READ
from collegial.assemblies.services.giving import Wanted, give, take_back
from collegial.hooks.extensions import ApiAct, ApiResource, Rows
from collegial.kernel.events import Context
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t

_LONGEST = 200


class GivenRecord(BaseModel):
    """To whom a voting right is given: `proxy` is the number under `/proxies` where the holder is a member."""

    to: Literal["member", "chair", "spouse"]
    name: str | None
    proxy: int | None


class RightRecord(BaseModel):
    """A voting right on the roll of an assembly; `given` is None while its voter keeps it."""

    number: int
    assembly: int
    member: int
    name: str
    college: str | None
    given: GivenRecord | None


class SpouseNamed(BaseModel):
    """A spouse or civil partner who is no member."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=_LONGEST)
    bond: Literal["spouse", "pacs"]


class ProxyWanted(BaseModel):
    """One of three: `holder`, the member's number on the roll; `chair`; or `spouse`."""

    model_config = ConfigDict(extra="forbid")

    holder: int | None = Field(default=None, ge=1, lt=10**9)
    chair: bool = False
    spouse: SpouseNamed | None = None
    for_pair: bool = False


class Nothing(BaseModel):
    """No field is needed."""

    model_config = ConfigDict(extra="forbid")


def rows(_session: Session, viewer: Viewer) -> Rows:
    """Return the rights on the rolls of convened assemblies: one's own, or all for the desk."""
    given = joinedload(RollEntry.proxy_given).joinedload(Mandate.holder)
    rights = (
        select(RollEntry)
        .join(RollEntry.assembly)
        .where(Assembly.convened_at.is_not(None))
        .options(
            given, joinedload(RollEntry.left_to_chair), joinedload(RollEntry.spouse_named),
            joinedload(RollEntry.college),
        )
        .order_by(RollEntry.id)
    )  # fmt: skip
    return rights if viewer.may(DESK) else rights.where(RollEntry.voter_id == viewer.actor_id)


def write(entry: RollEntry) -> RightRecord:
    """Return what others read of a voting right."""
    return RightRecord(
        number=entry.id, assembly=entry.assembly_id, member=entry.member_number, name=entry.name,
        college=entry.college.name if entry.college else None, given=_given(entry),
    )  # fmt: skip


def _given(entry: RollEntry) -> GivenRecord | None:
    if entry.proxy_given:
        return GivenRecord(to="member", name=entry.proxy_given.holder.name, proxy=entry.proxy_given.id)
    if entry.spouse_named:
        return GivenRecord(to="spouse", name=entry.spouse_named.holder_name, proxy=None)
    return GivenRecord(to="chair", name=None, proxy=None) if entry.left_to_chair else None


def _give(context: Context, entry: RollEntry, wanted: ProxyWanted) -> RightRecord:
    spouse = wanted.spouse
    asked = Wanted(
        holder=str(wanted.holder or ""), chair=wanted.chair, for_pair=wanted.for_pair,
        spouse=spouse.name if spouse else None, bond=Bond(spouse.bond) if spouse else None,
    )  # fmt: skip
    give(context, entry, asked)
    return _read_again(context, entry)


def _take_back(context: Context, entry: RollEntry, _nothing: Nothing) -> RightRecord:
    take_back(context, entry)
    return _read_again(context, entry)


def _read_again(context: Context, entry: RollEntry) -> RightRecord:
    context.session.flush()
    context.session.refresh(entry, ["proxy_given", "left_to_chair", "spouse_named"])
    return write(entry)


RIGHTS = ApiResource(
    key="rights", title=t("Voting rights"), record=RightRecord, rows=rows, number=RollEntry.id, write=write,
    permission=READ,
    acts=(
        ApiAct(key="give", title=t("Give a proxy"), takes=ProxyWanted, gives=RightRecord, run=_give),
        ApiAct(
            key="take-back", title=t("Take a proxy back"), takes=Nothing, gives=RightRecord, run=_take_back
        ),
    ),
)  # fmt: skip
