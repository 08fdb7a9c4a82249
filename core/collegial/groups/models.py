"""Groups and their dated members."""

import enum
from collections.abc import Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.actors.models import Actor
from collegial.kernel.base import Base, one_of
from collegial.meetings.models import Meeting, ToldByPhone


class GroupKind(enum.Enum):
    """What a group is for."""

    PILOT = "pilot"
    FOLLOW_UP = "follow_up"
    BOARD = "board"
    WORKING = "working"


class Group(Base):
    """A named body (groupe)."""

    __tablename__ = "work_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[GroupKind] = mapped_column(one_of(GroupKind))
    mandate: Mapped[str | None]

    memberships: Mapped[list["GroupMembership"]] = relationship(back_populates="group")


class GroupMembership(Base):
    """Someone's time in a group; at most one open at a time.

    `term_ends_on` is the day on which a term of so many years is over; the seat lasts until its end is recorded, or
    until its holder is elected again.
    """

    __tablename__ = "work_group_membership"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        Index(
            "uq_work_group_membership_current",
            "group_id",
            "actor_id",
            unique=True,
            sqlite_where=text("ends_on IS NULL"),
            postgresql_where=text("ends_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("work_group.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    title: Mapped[str | None] = mapped_column(String(100))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    term_ends_on: Mapped[date | None]

    group: Mapped[Group] = relationship(back_populates="memberships")
    actor: Mapped[Actor] = relationship()


class GroupMeeting(Meeting):
    """A meeting of a group, with its agenda and what was said (compte rendu), both in Markdown."""

    __tablename__ = "work_group_meeting"
    __table_args__ = (CheckConstraint("minutes_long > 0", name="length"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("work_group.id"), index=True)

    group: Mapped[Group] = relationship()
    told: Mapped[list["GroupToldByPhone"]] = relationship(
        back_populates="meeting", order_by="GroupToldByPhone.id"
    )

    @property
    def about(self) -> str:
        """Return the name of its group."""
        return self.group.name

    @property
    def heard(self) -> Sequence[ToldByPhone]:
        """Return who was told by telephone."""
        return self.told


class GroupToldByPhone(ToldByPhone):
    """A member who was told of a meeting by telephone: when, and by whom."""

    __tablename__ = "work_group_told_by_phone"
    __table_args__ = (UniqueConstraint("meeting_id", "actor_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("work_group_meeting.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)

    meeting: Mapped[GroupMeeting] = relationship(back_populates="told")
    actor: Mapped[Actor] = relationship()
