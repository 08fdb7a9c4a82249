"""A protocol between the pole and its partners: its parties, indicators, shared posts and agreed names."""

import enum
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Actor, Base, ExactFraction, StoredFile, one_of
from collegial_partners.rules import IndicatorMeasure

if TYPE_CHECKING:
    from collegial_partners.models.referrals import PartnerLink, Referral
    from collegial_partners.models.reviews import ProtocolReview


class ProtocolForm(enum.Enum):
    """The two forms of articulation: association à la gouvernance, protocole de coopération."""

    ASSOCIATION = "association"
    COOPERATION = "cooperation"


class ProtocolState(enum.Enum):
    """Where a protocol is; it is in force once every party has signed."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    ENDED = "ended"


class PartnerProtocol(Base):
    """What the pole and partners agree (protocole); from the first signature on, `digest` seals what it says.

    `seat` names the body in which an associated partner sits. `ends_on` is the last day that was signed;
    reviews may renew it until a later one.
    """

    __tablename__ = "partners_protocol"
    __table_args__ = (
        CheckConstraint("ends_on > starts_on", name="ends_after_start"),
        CheckConstraint("renewed_until IS NULL OR renewed_until > ends_on", name="renewed_later"),
        CheckConstraint("(state = 'ended') = (ended_on IS NOT NULL)", name="ended_with_date"),
        CheckConstraint("state <> 'in_force' OR digest IS NOT NULL", name="in_force_is_sealed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[ProtocolForm] = mapped_column(one_of(ProtocolForm))
    title: Mapped[str] = mapped_column(String(200))
    objectives: Mapped[str]
    information: Mapped[str | None]
    orientation: Mapped[str | None]
    seat: Mapped[str | None] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[ProtocolState] = mapped_column(one_of(ProtocolState))
    digest: Mapped[str | None] = mapped_column(String(64))
    renewed_until: Mapped[date | None]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None]

    parties: Mapped[list["ProtocolParty"]] = relationship(
        back_populates="protocol", order_by="ProtocolParty.id"
    )
    indicators: Mapped[list["ProtocolIndicator"]] = relationship(
        back_populates="protocol", order_by="ProtocolIndicator.id"
    )
    posts: Mapped[list["SharedPost"]] = relationship(back_populates="protocol", order_by="SharedPost.id")
    names: Mapped[list["NameAgreement"]] = relationship(
        back_populates="protocol", order_by="NameAgreement.id"
    )
    copies: Mapped[list["SignedCopy"]] = relationship(back_populates="protocol", order_by="SignedCopy.id")
    referrals: Mapped[list["Referral"]] = relationship(back_populates="protocol", order_by="Referral.id")
    reviews: Mapped[list["ProtocolReview"]] = relationship(
        back_populates="protocol", order_by="ProtocolReview.number"
    )

    @property
    def last_day(self) -> date:
        """Return the day on which it ends, unless it is renewed."""
        return self.renewed_until or self.ends_on

    @property
    def pole(self) -> "ProtocolParty":
        """Return the pole's own line among the parties."""
        return next(one for one in self.parties if one.actor_id is None)

    @property
    def partners(self) -> list["ProtocolParty"]:
        """Return the parties other than the pole."""
        return [one for one in self.parties if one.actor_id is not None]


class ProtocolParty(Base):
    """A party with its technical and political responsibles, and who signed for it; no actor: the pole itself."""

    __tablename__ = "partners_party"
    __table_args__ = (
        UniqueConstraint("protocol_id", "actor_id"),
        Index(
            "uq_partners_party_pole",
            "protocol_id",
            unique=True,
            sqlite_where=text("actor_id IS NULL"),
            postgresql_where=text("actor_id IS NULL"),
        ),
        CheckConstraint("(signed_on IS NULL) = (signatory IS NULL)", name="signed_by_someone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    protocol_id: Mapped[int] = mapped_column(ForeignKey("partners_protocol.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"), index=True)
    technical_name: Mapped[str | None] = mapped_column(String(200))
    technical_email: Mapped[str | None] = mapped_column(String(254))
    political_name: Mapped[str | None] = mapped_column(String(200))
    political_email: Mapped[str | None] = mapped_column(String(254))
    signatory: Mapped[str | None] = mapped_column(String(200))
    signed_on: Mapped[date | None]

    protocol: Mapped[PartnerProtocol] = relationship(back_populates="parties")
    actor: Mapped[Actor | None] = relationship()
    links: Mapped[list["PartnerLink"]] = relationship(back_populates="party", order_by="PartnerLink.id")


class ProtocolIndicator(Base):
    """What the parties will look at in their annual review; counted from referrals, or given by hand."""

    __tablename__ = "partners_indicator"
    __table_args__ = (CheckConstraint("target IS NULL OR target >= 0", name="target"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    protocol_id: Mapped[int] = mapped_column(ForeignKey("partners_protocol.id"), index=True)
    label: Mapped[str] = mapped_column(String(200))
    measure: Mapped[IndicatorMeasure] = mapped_column(one_of(IndicatorMeasure))
    target: Mapped[int | None]

    protocol: Mapped[PartnerProtocol] = relationship(back_populates="indicators")


class SharedPost(Base):
    """A post that pole and partner share (mutualisation).

    `share` is in full-time equivalents; without `employer_id` the pole employs.
    """

    __tablename__ = "partners_post"

    id: Mapped[int] = mapped_column(primary_key=True)
    protocol_id: Mapped[int] = mapped_column(ForeignKey("partners_protocol.id"), index=True)
    function: Mapped[str] = mapped_column(String(200))
    share: Mapped[Fraction] = mapped_column(ExactFraction)
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    protocol: Mapped[PartnerProtocol] = relationship(back_populates="posts")
    employer: Mapped[Actor | None] = relationship()


class NameAgreement(Base):
    """A change of name that avoids a confusion, from a day on."""

    __tablename__ = "partners_name"

    id: Mapped[int] = mapped_column(primary_key=True)
    protocol_id: Mapped[int] = mapped_column(ForeignKey("partners_protocol.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    former_name: Mapped[str] = mapped_column(String(200))
    agreed_name: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str]
    from_on: Mapped[date]

    protocol: Mapped[PartnerProtocol] = relationship(back_populates="names")
    actor: Mapped[Actor] = relationship()


class SignedCopy(Base):
    """The paper that the parties signed, as a scan or a signed file; `note` says which one it is."""

    __tablename__ = "partners_copy"

    id: Mapped[int] = mapped_column(primary_key=True)
    protocol_id: Mapped[int] = mapped_column(ForeignKey("partners_protocol.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    note: Mapped[str | None] = mapped_column(String(200))
    added_on: Mapped[date]

    protocol: Mapped[PartnerProtocol] = relationship(back_populates="copies")
    file: Mapped[StoredFile] = relationship()
