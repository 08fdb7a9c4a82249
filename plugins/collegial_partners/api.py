"""Protocols and referrals for other programs; a referral is its code, nobody's name."""

from datetime import date

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from collegial.plugin import ApiResource, Rows, Viewer, t
from collegial_partners.models import ExchangedParcel, PartnerProtocol, ProtocolParty, Referral
from collegial_partners.permissions import EXCHANGE, READ, REFER


class ProtocolRecord(BaseModel):
    """A protocol and with whom it is."""

    number: int
    form: str
    title: str
    partners: list[str]
    state: str
    starts_on: date
    last_day: date
    digest: str | None


class ReferralRecord(BaseModel):
    """A referral, by its code."""

    number: int
    code: str
    protocol: int
    direction: str
    project: str
    sent_on: date
    state: str
    outcome: str | None
    reason: str | None


def protocol_rows(_session: Session, _viewer: Viewer) -> Rows:
    """Return the protocols by number."""
    parties = selectinload(PartnerProtocol.parties).joinedload(ProtocolParty.actor)
    return select(PartnerProtocol).options(parties).order_by(PartnerProtocol.id)


def write_protocol(one: PartnerProtocol) -> ProtocolRecord:
    """Return what others read of a protocol."""
    return ProtocolRecord(
        number=one.id, form=one.form.value, title=one.title, state=one.state.value,
        partners=[party.actor.name for party in one.partners if party.actor], starts_on=one.starts_on,
        last_day=one.last_day, digest=one.digest,
    )  # fmt: skip


def referral_rows(_session: Session, _viewer: Viewer) -> Rows:
    """Return the referrals by number."""
    return select(Referral).order_by(Referral.id)


def write_referral(one: Referral) -> ReferralRecord:
    """Return what others read of a referral."""
    return ReferralRecord(
        number=one.id, code=one.code, protocol=one.protocol_id, direction=one.direction.value,
        project=one.project.value, sent_on=one.sent_on, state=one.state.value,
        outcome=one.outcome.value if one.outcome else None, reason=one.reason.value if one.reason else None,
    )  # fmt: skip


class ParcelRecord(BaseModel):
    """What was given to another deployment or came from one; `file` is the signed file, unless it names a person."""

    number: int
    way: str
    parcel: str
    kind: str
    title: str
    peer: str | None
    exchanged_on: date
    digest: str
    file: str | None


def parcel_rows(_session: Session, _viewer: Viewer) -> Rows:
    """Return what was given and received, by number."""
    loads = (joinedload(ExchangedParcel.peer), undefer(ExchangedParcel.content))
    return select(ExchangedParcel).options(*loads).order_by(ExchangedParcel.id)


def write_parcel(one: ExchangedParcel) -> ParcelRecord:
    """Return what others read of a parcel."""
    return ParcelRecord(
        number=one.id, way=one.way.value, parcel=one.number, kind=one.kind, title=one.title,
        peer=one.peer.name if one.peer else None, exchanged_on=one.exchanged_on, digest=one.digest,
        file=one.content.decode() if one.content is not None else None,
    )  # fmt: skip


RESOURCES = (
    ApiResource(
        key="partners.protocols", title=t("Protocols with partners"), record=ProtocolRecord,
        rows=protocol_rows, number=PartnerProtocol.id, write=write_protocol, permission=READ,
    ),
    ApiResource(
        key="partners.referrals", title=t("Referrals"), record=ReferralRecord, rows=referral_rows,
        number=Referral.id, write=write_referral, permission=REFER,
    ),
    ApiResource(
        key="partners.parcels", title=t("Exchange with other Pays"), record=ParcelRecord,
        rows=parcel_rows, number=ExchangedParcel.id, write=write_parcel, permission=EXCHANGE,
    ),
)  # fmt: skip
