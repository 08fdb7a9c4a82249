"""Referrals of project holders between the pole and a partner, and the links by which partners see them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Base, one_of
from collegial_partners.models.protocols import PartnerProtocol, ProtocolParty
from collegial_partners.rules import (
    ConsentManner,
    DeclineReason,
    Direction,
    ProjectKind,
    ReferralOutcome,
    ReferralState,
    Side,
)


class Referral(Base):
    """Someone with a project, sent from one organisation to the other (orientation); reports know the code only.

    `in_charge_id` is the account that reads the name on the pole's side. The name stands apart, in `holder`,
    until `erase_on` at the latest. `origin` says from which other deployment it came, under which code.
    """

    __tablename__ = "partners_referral"
    __table_args__ = (
        CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name="closed_with_outcome"),
        CheckConstraint("(state = 'declined') = (reason IS NOT NULL)", name="declined_with_reason"),
        CheckConstraint(
            "(state IN ('closed', 'declined', 'withdrawn')) = (ended_on IS NOT NULL)", name="ended_with_date"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    protocol_id: Mapped[int] = mapped_column(ForeignKey("partners_protocol.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("partners_party.id"), index=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    direction: Mapped[Direction] = mapped_column(one_of(Direction))
    project: Mapped[ProjectKind] = mapped_column(one_of(ProjectKind))
    consent: Mapped[ConsentManner] = mapped_column(one_of(ConsentManner))
    consent_on: Mapped[date]
    sent_on: Mapped[date] = mapped_column(index=True)
    state: Mapped[ReferralState] = mapped_column(one_of(ReferralState))
    outcome: Mapped[ReferralOutcome | None] = mapped_column(one_of(ReferralOutcome))
    reason: Mapped[DeclineReason | None] = mapped_column(one_of(DeclineReason))
    ended_on: Mapped[date | None]
    in_charge_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    erase_on: Mapped[date]
    erased_on: Mapped[date | None]
    origin: Mapped[str | None] = mapped_column(String(300))

    protocol: Mapped[PartnerProtocol] = relationship(back_populates="referrals")
    party: Mapped[ProtocolParty] = relationship()
    holder: Mapped["ReferralHolder | None"] = relationship(back_populates="referral")
    steps: Mapped[list["ReferralStep"]] = relationship(back_populates="referral", order_by="ReferralStep.id")


class ReferralHolder(Base):
    """Who the project holder is and how to reach them: the least that the other side needs; erased whole."""

    __tablename__ = "partners_holder"

    referral_id: Mapped[int] = mapped_column(ForeignKey("partners_referral.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(String(254))
    need: Mapped[str] = mapped_column(String(500))

    referral: Mapped[Referral] = relationship(back_populates="holder")


class ReferralStep(Base):
    """A step of a referral: which side took it, and when."""

    __tablename__ = "partners_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("partners_referral.id"), index=True)
    state: Mapped[ReferralState] = mapped_column(one_of(ReferralState))
    side: Mapped[Side] = mapped_column(one_of(Side))
    taken_on: Mapped[date]

    referral: Mapped[Referral] = relationship(back_populates="steps")


class PartnerLink(Base):
    """A personal link by which someone of a partner sees its referrals without an account, until it ends."""

    __tablename__ = "partners_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("partners_party.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    party: Mapped[ProtocolParty] = relationship(back_populates="links")
