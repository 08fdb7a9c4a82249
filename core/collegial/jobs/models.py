"""When work that comes again is due; everything else about promised work stands in the outbox."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from collegial.kernel.base import Base


class PeriodicTurn(Base):
    """The next turn of one kind of work that comes again; whoever moves `due_at` on owns the turn."""

    __tablename__ = "periodic_turn"

    task: Mapped[str] = mapped_column(String(120), primary_key=True)
    due_at: Mapped[datetime]
    taken_at: Mapped[datetime]
