"""Carrying out what the last version proposes: steps of each action, and the decision that adopted it."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.decisions.models import Decision
from collegial.files.models import StoredFile
from collegial.kernel.base import Base, one_of
from collegial.kernel.money import Money


class CarryingState(enum.Enum):
    """How far an action is."""

    TO_DO = "to_do"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


class CarryingStep(Base):
    """A step in carrying an action out (suivi de mise en œuvre); the last says how it stands, none is changed.

    `owner` is a body or a function; `budget_line` names where the money stands; `note` is the report.
    """

    __tablename__ = "proposal_step"
    __table_args__ = (
        CheckConstraint("due_on IS NULL OR starts_on IS NULL OR due_on >= starts_on", name="dates"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    action_key: Mapped[str] = mapped_column(String(16))
    state: Mapped[CarryingState] = mapped_column(one_of(CarryingState))
    owner: Mapped[str | None] = mapped_column(String(200))
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    budget: Mapped[Money | None]
    budget_line: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(200))

    file: Mapped[StoredFile | None] = relationship()


class Adoption(Base):
    """The decision of the register by which a general assembly adopted a proposal; said once."""

    __tablename__ = "proposal_adoption"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    linked_at: Mapped[datetime]
    linked_by: Mapped[str] = mapped_column(String(200))

    decision: Mapped[Decision] = relationship()
