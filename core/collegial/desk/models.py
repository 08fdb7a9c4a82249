"""What the desk sent: each entry once, and what became of it."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.assemblies.models import RollEntry
from collegial.kernel.base import Base, one_of

KEY_LENGTH = 64


class Move(enum.Enum):
    """In or out."""

    IN = "in"
    OUT = "out"


class DeskEntry(Base):
    """An arrival or a departure as a browser at the desk sent it.

    `key` is the browser's own: the same entry sent again is the same row. `refusal` is the code of what did
    not fit; it is shown at the desk until someone has settled it.
    """

    __tablename__ = "desk_entry"
    __table_args__ = (
        CheckConstraint("settled_at IS NULL OR refusal IS NOT NULL", name="refused_before_settled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), index=True)
    move: Mapped[Move] = mapped_column(one_of(Move))
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    is_late: Mapped[bool]
    entered_by: Mapped[str] = mapped_column(String(200))
    refusal: Mapped[str | None] = mapped_column(String(60))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(String(200))

    entry: Mapped[RollEntry] = relationship()
