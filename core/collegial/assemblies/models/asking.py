"""What members ask of an assembly before it is held: written questions, and items for its agenda (L33)."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.assemblies.models.attending import RollEntry
from collegial.assemblies.models.letters import Letter
from collegial.assemblies.models.meeting import AgendaItem, Assembly
from collegial.kernel.base import Base, one_of
from collegial.membership.models import Member
from collegial.statutes.rules import DecisionKind


class WrittenQuestion(Base):
    """A question that a member asks before the assembly, and the answer (question écrite)."""

    __tablename__ = "written_question"
    __table_args__ = (CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), index=True)
    text: Mapped[str]
    asked_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]

    assembly: Mapped[Assembly] = relationship()
    entry: Mapped[RollEntry] = relationship()


class MemberItemState(enum.Enum):
    """Gathering support, or on the agenda by it or by the staff."""

    OPEN = "open"
    ADDED = "added"


class MemberItem(Base):
    """An item that a member asks to put on the agenda, with or without a draft resolution (L33)."""

    __tablename__ = "member_item"
    __table_args__ = (
        CheckConstraint("(state = 'added') = (item_id IS NOT NULL)", name="added"),
        CheckConstraint("(resolution IS NULL) = (kind IS NULL)", name="resolution_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    reasons: Mapped[str]
    resolution: Mapped[str | None]
    kind: Mapped[DecisionKind | None] = mapped_column(one_of(DecisionKind))
    asked_at: Mapped[datetime]
    state: Mapped[MemberItemState] = mapped_column(one_of(MemberItemState), default=MemberItemState.OPEN)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    added_at: Mapped[datetime | None]

    assembly: Mapped[Assembly] = relationship()
    member: Mapped[Member] = relationship()
    item: Mapped[AgendaItem | None] = relationship()


class ItemSupport(Base):
    """That a member supports another's item; each member once."""

    __tablename__ = "item_support"
    __table_args__ = (UniqueConstraint("member_item_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_item_id: Mapped[int] = mapped_column(ForeignKey("member_item.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    supported_at: Mapped[datetime]


class AdditionLetter(Letter):
    """The letter that tells a voter whom no mail reaches of an item added since."""

    __tablename__ = "member_item_letter"
    __table_args__ = (UniqueConstraint("item_id", "entry_id"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("member_item.id"))

    item: Mapped[MemberItem] = relationship()
