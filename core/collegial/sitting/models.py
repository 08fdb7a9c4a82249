"""The item at hand, speeches and incidents of an assembly."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.assemblies.models import AgendaItem, RollEntry
from collegial.kernel.base import Base

_WAITING = text("started_at IS NULL AND withdrawn_at IS NULL")
_SPEAKING = text("started_at IS NOT NULL AND ended_at IS NULL")


class Moment(Base):
    """Which item of the agenda the assembly is at."""

    __tablename__ = "sitting_moment"

    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), primary_key=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    since: Mapped[datetime]

    item: Mapped[AgendaItem | None] = relationship()


class Speech(Base):
    """Someone's wish to speak, and when it was heard (prise de parole); one speaks at a time."""

    __tablename__ = "sitting_speech"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR started_at IS NOT NULL", name="started_before_ended"),
        CheckConstraint("withdrawn_at IS NULL OR started_at IS NULL", name="heard_or_withdrawn"),
        Index(
            "uq_sitting_speech_waiting",
            "entry_id",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index(
            "uq_sitting_speech_speaking",
            "assembly_id",
            unique=True,
            sqlite_where=_SPEAKING,
            postgresql_where=_SPEAKING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"))
    asked_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    entry: Mapped[RollEntry] = relationship()


class Incident(Base):
    """Something that troubled the meeting, as the bureau noted it; written once (L40)."""

    __tablename__ = "sitting_incident"

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), index=True)
    at: Mapped[datetime]
    text: Mapped[str]
    noted_by: Mapped[str] = mapped_column(String(200))
