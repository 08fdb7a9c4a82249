"""During a chantier: the diagnosis in its versions, who agrees with it, what each party expresses."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Base, one_of
from collegial_chantier.models.chantier import Chantier, Participant
from collegial_chantier.rules import Stance


class Diagnosis(Base):
    """A version of the shared diagnosis (diagnostic partagé); a later one never changes an earlier one."""

    __tablename__ = "chantier_diagnosis"
    __table_args__ = (UniqueConstraint("chantier_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chantier_id: Mapped[int] = mapped_column(ForeignKey("chantier_chantier.id"))
    version: Mapped[int]
    text: Mapped[str]
    written_on: Mapped[date]

    chantier: Mapped[Chantier] = relationship(back_populates="diagnoses")
    agreements: Mapped[list["Agreement"]] = relationship(back_populates="diagnosis", order_by="Agreement.id")


class Agreement(Base):
    """What a party says of a version of the diagnosis."""

    __tablename__ = "chantier_agreement"
    __table_args__ = (UniqueConstraint("diagnosis_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[int] = mapped_column(ForeignKey("chantier_diagnosis.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("chantier_participant.id"), index=True)
    stance: Mapped[Stance] = mapped_column(one_of(Stance))
    comment: Mapped[str | None]
    said_on: Mapped[date]

    diagnosis: Mapped[Diagnosis] = relationship(back_populates="agreements")
    participant: Mapped[Participant] = relationship()


class Expression(Base):
    """What a party wants to say, in its own words (expression des parties prenantes)."""

    __tablename__ = "chantier_expression"

    id: Mapped[int] = mapped_column(primary_key=True)
    chantier_id: Mapped[int] = mapped_column(ForeignKey("chantier_chantier.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("chantier_participant.id"), index=True)
    text: Mapped[str]
    said_on: Mapped[date]

    chantier: Mapped[Chantier] = relationship(back_populates="expressions")
    participant: Mapped[Participant] = relationship()
