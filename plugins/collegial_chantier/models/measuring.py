"""After a chantier: the measure, what institutions committed to, and that they recognise the pole."""

import enum
from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Actor, Base, one_of
from collegial_chantier.models.chantier import Chantier


class MeasureKind(enum.Enum):
    """What became of the measure (dispositif)."""

    IMPROVED = "improved"
    CREATED = "created"


class CommitmentState(enum.Enum):
    """What became of a commitment (engagement)."""

    PROMISED = "promised"
    UNDER_WAY = "under_way"
    KEPT = "kept"
    DROPPED = "dropped"


class Measure(Base):
    """The measure (dispositif) that a chantier improved or created, who is in charge, how people are told of it."""

    __tablename__ = "chantier_measure"

    id: Mapped[int] = mapped_column(primary_key=True)
    chantier_id: Mapped[int] = mapped_column(ForeignKey("chantier_chantier.id"), unique=True)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"), index=True)
    kind: Mapped[MeasureKind] = mapped_column(one_of(MeasureKind))
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str]
    information: Mapped[str | None]
    informed_on: Mapped[date | None]

    chantier: Mapped[Chantier] = relationship(back_populates="measure")
    institution: Mapped[Actor | None] = relationship()
    commitments: Mapped[list["Commitment"]] = relationship(
        back_populates="measure", order_by="Commitment.due_on"
    )


class Commitment(Base):
    """What an institution commits to for the measure, and what became of it."""

    __tablename__ = "chantier_commitment"

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("chantier_measure.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    text: Mapped[str]
    due_on: Mapped[date]
    state: Mapped[CommitmentState] = mapped_column(one_of(CommitmentState), default=CommitmentState.PROMISED)
    state_on: Mapped[date]
    note: Mapped[str | None]

    measure: Mapped[Measure] = relationship(back_populates="commitments")
    actor: Mapped[Actor] = relationship()


class Recognition(Base):
    """That an institution recognises the pole as a place to build measures together."""

    __tablename__ = "chantier_recognition"

    id: Mapped[int] = mapped_column(primary_key=True)
    chantier_id: Mapped[int] = mapped_column(ForeignKey("chantier_chantier.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    recognised_on: Mapped[date]
    text: Mapped[str]

    chantier: Mapped[Chantier] = relationship(back_populates="recognitions")
    actor: Mapped[Actor] = relationship()
