"""Lists that are prepared for someone, and their files in parts."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from collegial.kernel.base import Base

LONGEST_ADDRESS = 1000


class PreparedList(Base):
    """A list that someone asked for: the address that gives it, and once it is made, what its file is.

    `rights` are those on which its content rests: they are asked again when the file is fetched. How far it is stands
    with the promised work, whose number is `message_id`. `ended_at` is when it was cancelled or failed, `failure` why.
    """

    __tablename__ = "prepared_list"
    __table_args__ = (
        CheckConstraint("(ready_at IS NULL) OR (ended_at IS NULL)", name="one_end"),
        CheckConstraint("(ready_at IS NULL) = (size IS NULL)", name="file"),
        CheckConstraint("(failure IS NULL) OR (ended_at IS NOT NULL)", name="failed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    title: Mapped[dict[str, Any]]
    locale: Mapped[str] = mapped_column(String(8))
    asked_at: Mapped[datetime] = mapped_column(index=True)
    message_id: Mapped[int | None]
    ready_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    failure: Mapped[dict[str, Any] | None]
    rights: Mapped[list[Any]] = mapped_column(default=list)
    name: Mapped[str | None] = mapped_column(String(200))
    media_type: Mapped[str | None] = mapped_column(String(100))
    rows: Mapped[int | None]
    size: Mapped[int | None]
    parts: Mapped[int] = mapped_column(default=0)

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be made."""
        return self.ready_at is None and self.ended_at is None


class PreparedPart(Base):
    """A part of the file of a list: read and written one by one, whatever its size."""

    __tablename__ = "prepared_part"

    list_id: Mapped[int] = mapped_column(ForeignKey("prepared_list.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)
