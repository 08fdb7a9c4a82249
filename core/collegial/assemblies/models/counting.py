"""How each voting right counts for the quorum now, and how many count in each way: both kept by triggers."""

import enum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from collegial.kernel.base import Base, one_of

NO_COLLEGE = 0  # the college of those who have none: a key holds no NULL


class Way(enum.Enum):
    """By which way a voting right counts for the quorum."""

    ROOM = "room"
    REMOTE = "remote"
    REPRESENTED = "represented"
    CORRESPONDENCE = "correspondence"


class Standing(Base):
    """The way in which a voting right counts for the quorum now; no row where it does not.

    Triggers on stays, proxies and forms write it, whoever writes those: nothing else does.
    """

    __tablename__ = "standing"

    entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), primary_key=True, autoincrement=False)
    way: Mapped[Way] = mapped_column(one_of(Way))


class AttendanceCount(Base):
    """How many of a college are on the roll and count by each way: the sum of its shards.

    Who comes in takes a shard that no other transaction holds, so nobody waits for a row that all would write.
    A shard by itself means nothing, and may be below zero.
    """

    __tablename__ = "attendance_count"

    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), primary_key=True, autoincrement=False)
    college_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shard: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    members: Mapped[int]
    room: Mapped[int]
    remote: Mapped[int]
    represented: Mapped[int]
    correspondence: Mapped[int]
