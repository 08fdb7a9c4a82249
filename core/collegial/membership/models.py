"""Members, their dated categories and colleges, what was decided of them and what they ask for."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.schema import SchemaItem

from collegial.actors.models import Actor
from collegial.kernel.base import Base, one_of
from collegial.membership.rules import LeavingCause
from collegial.statutes.models import Category, College

_CURRENT = text("ends_on IS NULL")
_WAITING = text("state = 'waiting'")


class Member(Base):
    """An actor admitted as a member (sociétaire), under a number that is never used again."""

    __tablename__ = "member"
    __table_args__ = (
        CheckConstraint("left_on IS NULL OR left_on >= admitted_on", name="period"),
        Index(
            "uq_member_current_actor",
            "actor_id",
            unique=True,
            sqlite_where=text("left_on IS NULL"),
            postgresql_where=text("left_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    admitted_on: Mapped[date]
    left_on: Mapped[date | None]
    leaving_reason: Mapped[str | None] = mapped_column(String(200))

    actor: Mapped[Actor] = relationship()


def _one_at_once(table: str) -> tuple[SchemaItem, ...]:
    """Keep a member in one place at a time."""
    return (
        UniqueConstraint("member_id", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        Index(
            f"uq_{table}_current", "member_id", unique=True, sqlite_where=_CURRENT, postgresql_where=_CURRENT
        ),
    )


class CollegeAssignment(Base):
    """The time of a member in a college: never two at once."""

    __tablename__ = "member_college"
    __table_args__ = _one_at_once("member_college")

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    college_id: Mapped[int] = mapped_column(ForeignKey("college.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    member: Mapped[Member] = relationship()
    college: Mapped[College] = relationship()


class CategoryAssignment(Base):
    """The time of a member in a category: exactly one at a date."""

    __tablename__ = "member_category"
    __table_args__ = _one_at_once("member_category")

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    member: Mapped[Member] = relationship()
    category: Mapped[Category] = relationship()


class MoveKind(enum.Enum):
    """What was decided of a member."""

    ADMISSION = "admission"
    CATEGORY = "category"
    COLLEGE = "college"
    LEAVING = "leaving"


class MemberDecision(Base):
    """Which decision allowed a move of a member, from which day; written once, an undoing is a new move.

    `place` is the key of the category or college that the member came to.
    """

    __tablename__ = "member_decision"
    __table_args__ = (
        CheckConstraint("(kind = 'leaving') = (cause IS NOT NULL)", name="cause_of_leaving"),
        CheckConstraint("kind <> 'college' OR reference IS NOT NULL", name="college_decided"),
        CheckConstraint(
            "cause IS NULL OR cause <> 'exclusion' OR reference IS NOT NULL", name="exclusion_decided"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    kind: Mapped[MoveKind] = mapped_column(one_of(MoveKind))
    effective_on: Mapped[date]
    place: Mapped[str | None] = mapped_column(String(64))
    cause: Mapped[LeavingCause | None] = mapped_column(one_of(LeavingCause))
    reference: Mapped[str | None] = mapped_column(String(500))
    recorded_at: Mapped[datetime]


class RequestKind(enum.Enum):
    """What a member asks the staff for."""

    MORE_SHARES = "more_shares"
    LEAVE = "leave"
    CHANGE_DATA = "change_data"


class RequestState(enum.Enum):
    """What became of a request."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class MemberRequest(Base):
    """What a member asks for, and the answer: one of a kind waits at a time, an answered one stays answered.

    `on_paper` tells that the staff wrote it down for the member; `told_at` when the answer was mailed.
    """

    __tablename__ = "member_request"
    __table_args__ = (
        CheckConstraint("(kind = 'more_shares') = (shares IS NOT NULL)", name="shares_asked"),
        CheckConstraint("shares IS NULL OR shares > 0", name="some_shares"),
        CheckConstraint("(kind = 'leave') = (wished_on IS NOT NULL)", name="leaving_day"),
        CheckConstraint("kind <> 'change_data' OR message IS NOT NULL", name="change_told"),
        CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("state <> 'refused' OR answer IS NOT NULL", name="refusal_explained"),
        Index(
            "uq_member_request_waiting",
            "member_id",
            "kind",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index("ix_member_request_state_asked_at", "state", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    kind: Mapped[RequestKind] = mapped_column(one_of(RequestKind))
    state: Mapped[RequestState] = mapped_column(one_of(RequestState), default=RequestState.WAITING)
    shares: Mapped[int | None]
    wished_on: Mapped[date | None]
    message: Mapped[str | None]
    on_paper: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship()
