"""A chantier, and who works in it."""

import enum
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Actor, Base, Priority, Proposal, Work, WorkPhase, one_of

if TYPE_CHECKING:
    from collegial_chantier.models.gathering import Party, Testimony
    from collegial_chantier.models.measuring import Measure, Recognition
    from collegial_chantier.models.sharing import Diagnosis, Expression


class ParticipantRole(enum.Enum):
    """As what a structure takes part: the base (structure de base), or another party (partie prenante)."""

    BASE_STRUCTURE = "base_structure"
    STAKEHOLDER = "stakeholder"


class Chantier(Base):
    """Multi-party work on a shared problem (chantier); what every common work has is the core's, by its number."""

    __tablename__ = "chantier_chantier"

    id: Mapped[int] = mapped_column(ForeignKey("work.id"), primary_key=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    fed_stage: Mapped[str | None] = mapped_column(String(40))

    work: Mapped[Work] = relationship(lazy="joined", innerjoin=True)
    proposal: Mapped[Proposal | None] = relationship()
    participants: Mapped[list["Participant"]] = relationship(
        back_populates="chantier", order_by="Participant.id"
    )
    parties: Mapped[list["Party"]] = relationship(back_populates="chantier", order_by="Party.id")
    testimonies: Mapped[list["Testimony"]] = relationship(back_populates="chantier", order_by="Testimony.id")
    diagnoses: Mapped[list["Diagnosis"]] = relationship(
        back_populates="chantier", order_by="Diagnosis.version"
    )
    expressions: Mapped[list["Expression"]] = relationship(
        back_populates="chantier", order_by="Expression.id"
    )
    measure: Mapped["Measure | None"] = relationship(back_populates="chantier")
    recognitions: Mapped[list["Recognition"]] = relationship(
        back_populates="chantier", order_by="Recognition.id"
    )

    title: AssociationProxy[str] = association_proxy("work", "title")
    question: AssociationProxy[str] = association_proxy("work", "question")
    theme: AssociationProxy[str | None] = association_proxy("work", "theme")
    priority: AssociationProxy[Priority | None] = association_proxy("work", "priority")
    phase: AssociationProxy[WorkPhase] = association_proxy("work", "phase")
    opened_on: AssociationProxy[date] = association_proxy("work", "opened_on")
    started_on: AssociationProxy[date | None] = association_proxy("work", "started_on")
    finished_on: AssociationProxy[date | None] = association_proxy("work", "finished_on")

    @property
    def active(self) -> list["Participant"]:
        """Return those who take part today."""
        return [one for one in self.participants if one.left_on is None]


class Participant(Base):
    """A structure that takes part; one that left and comes back keeps its row."""

    __tablename__ = "chantier_participant"
    __table_args__ = (
        UniqueConstraint("chantier_id", "actor_id"),
        CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="left_after_joining"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chantier_id: Mapped[int] = mapped_column(ForeignKey("chantier_chantier.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    role: Mapped[ParticipantRole] = mapped_column(one_of(ParticipantRole))
    joined_on: Mapped[date]
    left_on: Mapped[date | None]

    chantier: Mapped[Chantier] = relationship(back_populates="participants")
    actor: Mapped[Actor] = relationship()
