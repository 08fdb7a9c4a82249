"""A proxy to the giver's spouse or civil partner, who need not be a member (L37)."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.assemblies.models.attending import RollEntry
from collegial.kernel.base import Base, one_of

_LIVE = text("revoked_at IS NULL")


class Bond(enum.Enum):
    """What ties the holder to the giver: marriage, or a civil partnership (PACS)."""

    SPOUSE = "spouse"
    PACS = "pacs"


class SpouseProxy(Base):
    """That a spouse or partner comes in for a voting right; one live for a right.

    The holder is on no roll and has no account: only this right is used, in the room. `came_at` is when the
    holder came in for it; the stay then stands on the attendance sheet like any other.
    """

    __tablename__ = "spouse_proxy"
    __table_args__ = (
        Index(
            "uq_spouse_proxy_live", "entry_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), index=True)
    holder_name: Mapped[str] = mapped_column(String(200))
    bond: Mapped[Bond] = mapped_column(one_of(Bond))
    given_at: Mapped[datetime]
    came_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    on_paper: Mapped[bool] = mapped_column(default=False)

    entry: Mapped[RollEntry] = relationship()
