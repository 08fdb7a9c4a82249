"""The meetings of a work: where, who came, what was said and decided."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.actors.models import Actor
from collegial.kernel.base import Base
from collegial.meetings.models import Meeting, ToldByPhone
from collegial.works.models.work import Work, of_works


def _of_meetings(table: Any, module: str) -> ColumnElement[bool]:
    meetings = Base.metadata.tables["work_meeting"]
    found: ColumnElement[bool] = table.c.meeting_id.in_(
        select(meetings.c.id).where(of_works(meetings, module))
    )
    return found


class WorkMeeting(Meeting):
    """A meeting of those who take part in a work; `host` is the structure that receives the others."""

    __tablename__ = "work_meeting"
    __table_args__ = (
        CheckConstraint("minutes_long > 0", name="length"),
        {"info": {"rows_of_module": of_works}},
    )

    work_id: Mapped[int] = mapped_column(ForeignKey("work.id"), index=True)
    host_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"), index=True)

    work: Mapped[Work] = relationship()
    host: Mapped[Actor | None] = relationship()
    attendance: Mapped[list["WorkAttendance"]] = relationship(
        back_populates="meeting", order_by="WorkAttendance.id"
    )
    decisions: Mapped[list["WorkDecision"]] = relationship(
        back_populates="meeting", order_by="WorkDecision.position"
    )
    told: Mapped[list["WorkToldByPhone"]] = relationship(
        back_populates="meeting", order_by="WorkToldByPhone.id"
    )

    @property
    def about(self) -> str:
        """Return the title of its work."""
        return self.work.title

    @property
    def where(self) -> str:
        """Return its host and its place, as far as they are known."""
        return ", ".join(one for one in (self.host.name if self.host else None, self.place) if one)

    @property
    def heard(self) -> Sequence[ToldByPhone]:
        """Return who was told by telephone."""
        return self.told


class WorkAttendance(Base):
    """A structure that came to a meeting."""

    __tablename__ = "work_attendance"
    __table_args__ = (
        UniqueConstraint("meeting_id", "actor_id"),
        {"info": {"rows_of_module": _of_meetings}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("work_meeting.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)

    meeting: Mapped[WorkMeeting] = relationship(back_populates="attendance")
    actor: Mapped[Actor] = relationship()


class WorkToldByPhone(ToldByPhone):
    """A structure that was told of a meeting by telephone: when, and by whom."""

    __tablename__ = "work_told_by_phone"
    __table_args__ = (
        UniqueConstraint("meeting_id", "actor_id"),
        {"info": {"rows_of_module": _of_meetings}},
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("work_meeting.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)

    meeting: Mapped[WorkMeeting] = relationship(back_populates="told")
    actor: Mapped[Actor] = relationship()


class WorkDecision(Base):
    """What a meeting decided."""

    __tablename__ = "work_decision"
    __table_args__ = (
        UniqueConstraint("meeting_id", "position"),
        {"info": {"rows_of_module": _of_meetings}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("work_meeting.id"))
    position: Mapped[int]
    text: Mapped[str]

    meeting: Mapped[WorkMeeting] = relationship(back_populates="decisions")
