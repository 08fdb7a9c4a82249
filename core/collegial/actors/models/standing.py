"""Who stands for whom, dated: representatives, guardians, and those who hold together (L6)."""

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.actors.models.directory import Actor
from collegial.kernel.base import Base, one_of

_CURRENT = text("ends_on IS NULL")


class Representative(Base):
    """The natural person who votes for an organisation: one at a time (représentant permanent).

    For joint holders it is their manager (mandataire commun, gérant de l'indivision).
    """

    __tablename__ = "actor_representative"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        CheckConstraint("organisation_id <> person_id", name="distinct"),
        Index(
            "uq_actor_representative_current",
            "organisation_id",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    organisation: Mapped[Actor] = relationship(foreign_keys=[organisation_id])
    person: Mapped[Actor] = relationship(foreign_keys=[person_id])


class GuardianKind(enum.Enum):
    """Why someone acts for a minor: as a parent, or named by a judge or a family council (tuteur)."""

    PARENT = "parent"
    GUARDIAN = "guardian"


class Guardian(Base):
    """The person who votes for a minor: one at a time (représentant légal)."""

    __tablename__ = "actor_guardian"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        CheckConstraint("minor_id <> person_id", name="distinct"),
        Index(
            "uq_actor_guardian_current",
            "minor_id",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    minor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    kind: Mapped[GuardianKind] = mapped_column(one_of(GuardianKind))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    minor: Mapped[Actor] = relationship(foreign_keys=[minor_id])
    person: Mapped[Actor] = relationship(foreign_keys=[person_id])


class JointHolder(Base):
    """A person's time among those who hold together (co-indivisaire)."""

    __tablename__ = "actor_joint_holder"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        CheckConstraint("joint_id <> person_id", name="distinct"),
        Index(
            "uq_actor_joint_holder_current",
            "joint_id",
            "person_id",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    joint_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    joint: Mapped[Actor] = relationship(foreign_keys=[joint_id])
    person: Mapped[Actor] = relationship(foreign_keys=[person_id])
