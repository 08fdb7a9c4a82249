"""A work that structures do together."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.kernel.base import Base, one_of
from collegial.proposals.models import Priority
from collegial.works.rules import WorkPhase


def of_module(works: Any, module: str) -> ColumnElement[bool]:
    """Return the condition under which a work belongs to a module: its kind is `module.thing`."""
    found: ColumnElement[bool] = works.c.kind.startswith(f"{module}.", autoescape=True)
    return found


def of_works(table: Any, module: str) -> ColumnElement[bool]:
    """Return the condition under which a row belongs to a work of a module."""
    works = Base.metadata.tables["work"]
    found: ColumnElement[bool] = table.c.work_id.in_(select(works.c.id).where(of_module(works, module)))
    return found


class Work(Base):
    """What every common work has; the module named by `kind` keeps the rest beside it, under the same number."""

    __tablename__ = "work"
    __table_args__ = (
        CheckConstraint(
            "(phase = 'before') = (started_on IS NULL) OR phase = 'called_off'", name="started_with_date"
        ),
        CheckConstraint("(phase = 'after') = (finished_on IS NOT NULL)", name="finished_with_date"),
        CheckConstraint(
            "(phase = 'called_off') = (called_off_at IS NOT NULL)"
            " AND (called_off_at IS NULL) = (called_off_for IS NULL) AND called_off_for <> ''",
            name="called_off_with_reason",
        ),
        CheckConstraint("started_on IS NULL OR started_on >= opened_on", name="start_after_opening"),
        CheckConstraint("finished_on IS NULL OR finished_on >= started_on", name="finish_after_start"),
        {"info": {"rows_of_module": of_module}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60), index=True)
    title: Mapped[str] = mapped_column(String(200))
    question: Mapped[str]
    theme: Mapped[str | None] = mapped_column(String(200))
    priority_key: Mapped[str | None] = mapped_column(ForeignKey("priority.key"), index=True)
    phase: Mapped[WorkPhase] = mapped_column(one_of(WorkPhase), default=WorkPhase.BEFORE)
    opened_on: Mapped[date]
    started_on: Mapped[date | None]
    finished_on: Mapped[date | None]
    called_off_at: Mapped[datetime | None]
    called_off_for: Mapped[str | None] = mapped_column(String(2000))

    priority: Mapped[Priority | None] = relationship()

    @property
    def is_off(self) -> bool:
        """Tell whether it was called off."""
        return self.phase is WorkPhase.CALLED_OFF

    @property
    def is_over(self) -> bool:
        """Tell whether it was finished or called off: nobody joins it, and no meeting of it is to come."""
        return self.phase in {WorkPhase.AFTER, WorkPhase.CALLED_OFF}
