"""What letters to those who were convened have in common; each thing that they tell has a table of its own."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from collegial.assemblies.models.attending import RollEntry
from collegial.kernel.base import Base


class Letter(Base):
    """A letter to someone on a roll; `sent_at` once it left: by mail, by post, or handed over."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), index=True)
    sent_at: Mapped[datetime | None]

    @declared_attr
    def entry(self) -> Mapped[RollEntry]:
        """Return the place on the roll of whom it tells."""
        return relationship()
