"""What was changed of an assembly after it was convened, and the letters that tell it to all who were."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.assemblies.models.letters import Letter
from collegial.assemblies.models.meeting import Assembly
from collegial.kernel.base import Base, one_of


class ChangeKind(enum.Enum):
    """Called off (annulée), or held at another hour or place of the same day."""

    CALLED_OFF = "called_off"
    MOVED = "moved"


class Change(Base):
    """A change of a convened assembly, with its reason; `former_…` is what the convocation said before.

    `number` counts the changes of an assembly from 1: calendars take the newest.
    """

    __tablename__ = "assembly_change"
    __table_args__ = (UniqueConstraint("assembly_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    number: Mapped[int]
    kind: Mapped[ChangeKind] = mapped_column(one_of(ChangeKind))
    reason: Mapped[str]
    decided_at: Mapped[datetime]
    former_start: Mapped[datetime]
    former_place: Mapped[str] = mapped_column(String(300))
    former_address: Mapped[str | None] = mapped_column(String(300))

    assembly: Mapped[Assembly] = relationship()


class ChangeLetter(Letter):
    """The letter that tells someone who was convened of a change, by mail or by post as the convocation went."""

    __tablename__ = "assembly_change_letter"
    __table_args__ = (UniqueConstraint("change_id", "entry_id"),)

    change_id: Mapped[int] = mapped_column(ForeignKey("assembly_change.id"))
    channel: Mapped[str] = mapped_column(String(10))

    change: Mapped[Change] = relationship()
