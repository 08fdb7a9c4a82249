"""Proxies between members for other programs, and their holders' answers."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from collegial.assemblies.api.rights import Nothing
from collegial.assemblies.models import Mandate, MandateKind, RollEntry
from collegial.assemblies.permissions import DESK, READ
from collegial.assemblies.services.proxies import accept_proxy, decline_proxy
from collegial.hooks.extensions import ApiAct, ApiResource, Rows
from collegial.kernel.events import Context
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t


class ProxyRecord(BaseModel):
    """A proxy, ended ones too; `giver_right` and `holder_right` are numbers under `/rights`."""

    number: int
    assembly: int
    giver_right: int
    giver: str
    holder_right: int
    holder: str
    given_at: datetime
    accepted_at: datetime | None
    declined_at: datetime | None
    ended_at: datetime | None


def rows(_session: Session, viewer: Viewer) -> Rows:
    """Return the proxies that one gave or holds, or all for the desk."""
    giver, holder = aliased(RollEntry), aliased(RollEntry)
    proxies = (
        select(Mandate)
        .join(giver, Mandate.giver_id == giver.id)
        .join(holder, Mandate.holder_id == holder.id)
        .options(contains_eager(Mandate.giver, alias=giver), contains_eager(Mandate.holder, alias=holder))
        .where(Mandate.kind == MandateKind.PROXY)
        .order_by(Mandate.id)
    )
    if viewer.may(DESK):
        return proxies
    return proxies.where(or_(giver.voter_id == viewer.actor_id, holder.voter_id == viewer.actor_id))


def write(mandate: Mandate) -> ProxyRecord:
    """Return what others read of a proxy."""
    return ProxyRecord(
        number=mandate.id, assembly=mandate.assembly_id, giver_right=mandate.giver_id, giver=mandate.giver.name,
        holder_right=mandate.holder_id, holder=mandate.holder.name, given_at=mandate.given_at,
        accepted_at=mandate.accepted_at, declined_at=mandate.declined_at, ended_at=mandate.revoked_at,
    )  # fmt: skip


def _accept(context: Context, mandate: Mandate, _nothing: Nothing) -> ProxyRecord:
    accept_proxy(context, mandate)
    return write(mandate)


def _decline(context: Context, mandate: Mandate, _nothing: Nothing) -> ProxyRecord:
    decline_proxy(context, mandate)
    return write(mandate)


PROXIES = ApiResource(
    key="proxies", title=t("Proxies"), record=ProxyRecord, rows=rows, number=Mandate.id, write=write,
    permission=READ,
    acts=(
        ApiAct(
            key="accept", title=t("Accept a proxy that one holds"), takes=Nothing, gives=ProxyRecord, run=_accept
        ),
        ApiAct(
            key="decline", title=t("Decline a proxy that one holds"), takes=Nothing, gives=ProxyRecord, run=_decline
        ),
    ),
)  # fmt: skip
