"""Before a chantier: what base structures testify to, and the stakeholders that are brought together."""

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Actor, Base, one_of
from collegial_chantier.models.chantier import Chantier
from collegial_chantier.rules import Consent


class PartyState(enum.Enum):
    """How far a stakeholder has come (partie prenante)."""

    IDENTIFIED = "identified"
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Testimony(Base):
    """What a structure says of the problem (témoignage); published only as its author agreed."""

    __tablename__ = "chantier_testimony"
    __table_args__ = (
        CheckConstraint("published_on IS NULL OR consent <> 'none'", name="published_with_consent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chantier_id: Mapped[int] = mapped_column(ForeignKey("chantier_chantier.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    text: Mapped[str]
    consent: Mapped[Consent] = mapped_column(one_of(Consent))
    attribution: Mapped[str | None] = mapped_column(String(200))
    given_on: Mapped[date]
    published_on: Mapped[date | None]

    chantier: Mapped[Chantier] = relationship(back_populates="testimonies")
    actor: Mapped[Actor] = relationship()


class Party(Base):
    """A stakeholder that a chantier needs: identified, invited, and what it answered."""

    __tablename__ = "chantier_party"
    __table_args__ = (
        UniqueConstraint("chantier_id", "actor_id"),
        CheckConstraint("(state = 'identified') = (invited_on IS NULL)", name="invited_with_date"),
        CheckConstraint(
            "(state IN ('accepted', 'declined')) = (answered_on IS NOT NULL)", name="answered_with_date"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chantier_id: Mapped[int] = mapped_column(ForeignKey("chantier_chantier.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    state: Mapped[PartyState] = mapped_column(one_of(PartyState))
    invited_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    answer: Mapped[str | None]

    chantier: Mapped[Chantier] = relationship(back_populates="parties")
    actor: Mapped[Actor] = relationship()
