"""Exchange with other deployments: the key of this one, the ones it knows, what was given and received."""

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Base, one_of
from collegial_partners.models.protocols import ProtocolParty


class ParcelWay(enum.Enum):
    """Whether a parcel was given or received."""

    GIVEN = "given"
    RECEIVED = "received"


class DeploymentKey(Base):
    """The one key by which this deployment signs now; the private half is sealed by the deployment's secret."""

    __tablename__ = "partners_key"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    public_key: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_on: Mapped[date]


class DeploymentPeer(Base):
    """Another deployment whose key was compared by people; `party_id` is where its referrals come in."""

    __tablename__ = "partners_peer"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    public_key: Mapped[str] = mapped_column(String(64), unique=True)
    address: Mapped[str | None] = mapped_column(String(300))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("partners_party.id"), index=True)
    known_on: Mapped[date]
    forgotten_on: Mapped[date | None]

    party: Mapped[ProtocolParty | None] = relationship()
    former_keys: Mapped[list["PeerFormerKey"]] = relationship(
        back_populates="peer", order_by="PeerFormerKey.id"
    )


class FormerKey(Base):
    """A key by which this deployment signed once: its private half is gone, what it signed still verifies."""

    __tablename__ = "partners_former_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_key: Mapped[str] = mapped_column(String(64), unique=True)
    made_on: Mapped[date]
    replaced_on: Mapped[date]


class PeerFormerKey(Base):
    """A key by which another deployment signed once; it said itself, by that key, which one came after.

    `refused_on` is when people stopped trusting that deployment: nothing that this key signed comes in any more.
    """

    __tablename__ = "partners_peer_former_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    peer_id: Mapped[int] = mapped_column(ForeignKey("partners_peer.id"), index=True)
    public_key: Mapped[str] = mapped_column(String(64), unique=True)
    replaced_on: Mapped[date]
    refused_on: Mapped[date | None]

    peer: Mapped[DeploymentPeer] = relationship(back_populates="former_keys")


class ExchangedParcel(Base):
    """A parcel as it was given or received; `content` is the signed file, kept unless it names a person."""

    __tablename__ = "partners_parcel"
    __table_args__ = (
        UniqueConstraint("way", "peer_id", "number"),
        CheckConstraint("way = 'given' OR peer_id IS NOT NULL", name="received_from_someone"),
        CheckConstraint("way = 'received' OR subject_id IS NOT NULL", name="given_of_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    way: Mapped[ParcelWay] = mapped_column(one_of(ParcelWay))
    number: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(300))
    digest: Mapped[str] = mapped_column(String(64))
    peer_id: Mapped[int | None] = mapped_column(ForeignKey("partners_peer.id"), index=True)
    subject_id: Mapped[int | None]
    exchanged_on: Mapped[date]
    delivered_on: Mapped[date | None]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    peer: Mapped[DeploymentPeer | None] = relationship()
