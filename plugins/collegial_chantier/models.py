"""A chantier, the structures that take part, and the measure it ends with."""

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Actor, Base, Priority, Proposal, one_of


class ChantierPhase(enum.Enum):
    """The three times of a chantier (avant, pendant, après)."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class ParticipantRole(enum.Enum):
    """As what a structure takes part: the base (structure de base), or another party (partie prenante)."""

    BASE_STRUCTURE = "base_structure"
    STAKEHOLDER = "stakeholder"


class MeasureKind(enum.Enum):
    """What became of the measure (dispositif)."""

    IMPROVED = "improved"
    CREATED = "created"


class Chantier(Base):
    """Multi-party work on a shared problem (chantier)."""

    __tablename__ = "chantier_chantier"
    __table_args__ = (
        CheckConstraint("(phase = 'before') = (started_on IS NULL)", name="started_with_date"),
        CheckConstraint("(phase = 'after') = (finished_on IS NOT NULL)", name="finished_with_date"),
        CheckConstraint("started_on IS NULL OR started_on >= opened_on", name="start_after_opening"),
        CheckConstraint("finished_on IS NULL OR finished_on >= started_on", name="finish_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    question: Mapped[str]
    theme: Mapped[str | None] = mapped_column(String(200))
    priority_key: Mapped[str | None] = mapped_column(ForeignKey("priority.key"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    phase: Mapped[ChantierPhase] = mapped_column(one_of(ChantierPhase), default=ChantierPhase.BEFORE)
    opened_on: Mapped[date]
    started_on: Mapped[date | None]
    finished_on: Mapped[date | None]

    priority: Mapped[Priority | None] = relationship()
    proposal: Mapped[Proposal | None] = relationship()
    participants: Mapped[list["Participant"]] = relationship(
        back_populates="chantier", order_by="Participant.id"
    )
    measure: Mapped["Measure | None"] = relationship(back_populates="chantier")


class Participant(Base):
    """A structure that takes part, and what it testifies to; quoted only where it consented."""

    __tablename__ = "chantier_participant"
    __table_args__ = (
        UniqueConstraint("chantier_id", "actor_id"),
        CheckConstraint("testimony IS NOT NULL OR NOT may_quote", name="consent_to_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chantier_id: Mapped[int] = mapped_column(ForeignKey("chantier_chantier.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    role: Mapped[ParticipantRole] = mapped_column(one_of(ParticipantRole))
    testimony: Mapped[str | None]
    may_quote: Mapped[bool] = mapped_column(default=False)
    joined_on: Mapped[date]

    chantier: Mapped[Chantier] = relationship(back_populates="participants")
    actor: Mapped[Actor] = relationship()


class Measure(Base):
    """The measure (dispositif) that a chantier improved or created, and how people are told of it."""

    __tablename__ = "chantier_measure"

    id: Mapped[int] = mapped_column(primary_key=True)
    chantier_id: Mapped[int] = mapped_column(ForeignKey("chantier_chantier.id"), unique=True)
    kind: Mapped[MeasureKind] = mapped_column(one_of(MeasureKind))
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str]
    information: Mapped[str | None]

    chantier: Mapped[Chantier] = relationship(back_populates="measure")
