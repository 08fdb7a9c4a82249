"""The register of decisions, and the steps that carry each of them out."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.actors.models import Actor
from collegial.assemblies.models import Assembly, Resolution
from collegial.kernel.base import Base, one_of


class DecisionSource(enum.Enum):
    """Who decided: the assembly by a counted vote, or a body whose decision is entered by hand."""

    ASSEMBLY = "assembly"
    BOARD = "board"
    CONSULTATION = "consultation"


class FollowUpState(enum.Enum):
    """How far the carrying out of a decision is."""

    TO_DO = "to_do"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


class Decision(Base):
    """A line of the register (registre des décisions), under a number without a gap; written once.

    `elected` says of an election who was elected, best first, with their votes, the seats and the college.
    """

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(
            "(source = 'assembly') = (resolution_id IS NOT NULL)", name="counted_by_the_assembly"
        ),
        CheckConstraint("(source = 'assembly') = (body IS NULL)", name="body_named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    source: Mapped[DecisionSource] = mapped_column(one_of(DecisionSource))
    resolution_id: Mapped[int | None] = mapped_column(ForeignKey("resolution.id"), unique=True)
    assembly_id: Mapped[int | None] = mapped_column(ForeignKey("assembly.id"), index=True)
    body: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str]
    is_adopted: Mapped[bool]
    decided_on: Mapped[date] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
    elected: Mapped[dict[str, Any] | None]

    assembly: Mapped[Assembly | None] = relationship()
    resolution: Mapped[Resolution | None] = relationship()
    steps: Mapped[list["FollowUp"]] = relationship(back_populates="decision", order_by="FollowUp.id")


class DecisionPublication(Base):
    """A time during which everyone may read a decision on the public site; open while it is not taken back."""

    __tablename__ = "decision_publication"
    __table_args__ = (
        Index(
            "uq_decision_publication_open",
            "decision_id",
            unique=True,
            sqlite_where=sql_text("withdrawn_at IS NULL"),
            postgresql_where=sql_text("withdrawn_at IS NULL"),
        ),
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_at >= published_at", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(200))
    withdrawn_at: Mapped[datetime | None]

    decision: Mapped[Decision] = relationship()


class FollowUp(Base):
    """A step in carrying out a decision (suivi); the last one says how it stands, none is changed."""

    __tablename__ = "decision_follow_up"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    state: Mapped[FollowUpState] = mapped_column(one_of(FollowUpState))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"), index=True)
    due_on: Mapped[date | None]
    note: Mapped[str | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(200))

    decision: Mapped[Decision] = relationship(back_populates="steps")
    owner: Mapped[Actor | None] = relationship()
