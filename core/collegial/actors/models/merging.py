"""Two rows that were one: the merge and each row it moved, written once; and pairs known to be two."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.actors.models.directory import Actor
from collegial.kernel.base import Base


class Merge(Base):
    """An actor found to be another one (fusion de doublons); written once."""

    __tablename__ = "actor_merge"
    __table_args__ = (CheckConstraint("kept_id <> dropped_id", name="distinct"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    dropped_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(500))
    merged_at: Mapped[datetime]
    merged_by: Mapped[str] = mapped_column(String(200))

    dropped: Mapped[Actor] = relationship(foreign_keys=[dropped_id])
    moves: Mapped[list["MergeMove"]] = relationship(order_by="MergeMove.id")


class MergeMove(Base):
    """One row of a table that a merge gave to the kept actor; written once."""

    __tablename__ = "actor_merge_move"
    __table_args__ = (UniqueConstraint("merge_id", "moved_table", "moved_column", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    merge_id: Mapped[int] = mapped_column(ForeignKey("actor_merge.id"))
    moved_table: Mapped[str] = mapped_column(String(63))
    moved_column: Mapped[str] = mapped_column(String(63))
    row_id: Mapped[int]


class Distinction(Base):
    """Two actors that look alike and are two, as someone has checked; the lower number stands first."""

    __tablename__ = "actor_distinction"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="ordered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    checked_at: Mapped[datetime]
    checked_by: Mapped[str] = mapped_column(String(200))
