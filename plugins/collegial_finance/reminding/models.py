"""Which reminders were noted, so that each goes once."""

from datetime import date, datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collegial.plugin import Base


class Reminder(Base):
    """That a letter reminds of something due on a day; `subject_id` is the loan, the instalment or the agreement."""

    __tablename__ = "finance_reminder"
    __table_args__ = (UniqueConstraint("kind", "subject_id", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    due_on: Mapped[date]
    noted_at: Mapped[datetime]
