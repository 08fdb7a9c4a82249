"""Cooperative reviews: when one was held, by whom, and when the next is due."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.assemblies.models import Assembly
from collegial.kernel.base import Base


class CooperativeReview(Base):
    """A review that was held (révision coopérative, L17); an error is corrected by recording it again."""

    __tablename__ = "cooperative_review"
    __table_args__ = (CheckConstraint("period_ends_on > period_starts_on", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    period_starts_on: Mapped[date]
    period_ends_on: Mapped[date]
    held_on: Mapped[date]
    reviewer: Mapped[str] = mapped_column(String(200))
    findings: Mapped[str]
    assembly_id: Mapped[int | None] = mapped_column(ForeignKey("assembly.id"), index=True)
    recorded_at: Mapped[datetime]

    assembly: Mapped[Assembly | None] = relationship()
