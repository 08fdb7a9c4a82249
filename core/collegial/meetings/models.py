"""What every meeting keeps, in a table of whoever holds it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from collegial.kernel.base import Base


class Meeting(Base):
    """A meeting as it is planned, its minutes once it was held, and what people were told of it.

    `moved_at` is when those who had been told of it were last told another day, hour or place.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime]
    minutes_long: Mapped[int]
    place: Mapped[str | None] = mapped_column(String(200))
    agenda: Mapped[str | None]
    minutes: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1)
    invited_at: Mapped[datetime | None]
    moved_at: Mapped[datetime | None]
    called_off_at: Mapped[datetime | None]
    called_off_for: Mapped[str | None]

    @property
    def about(self) -> str:
        """Return whose meeting it is."""
        raise NotImplementedError

    @property
    def where(self) -> str:
        """Return where it is held, as it is told; empty while nobody knows."""
        return self.place or ""

    @property
    def heard(self) -> Sequence["ToldByPhone"]:
        """Return who was told by telephone."""
        raise NotImplementedError

    @property
    def news_at(self) -> datetime | None:
        """Return since when what was told before is no longer true."""
        return self.called_off_at or self.moved_at


class ToldByPhone(Base):
    """Somebody who was told of a meeting by telephone: when last, and by whom."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int]
    actor_id: Mapped[int]
    told_at: Mapped[datetime]
    told_by: Mapped[str] = mapped_column(String(200))
