"""Members and their dated categories and colleges."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.actors.models import Actor
from collegial.kernel.base import Base
from collegial.statutes.models import Category, College

_CURRENT = text("ends_on IS NULL")


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


class CollegeAssignment(Base):
    """The time of a member in a college: never two at once."""

    __tablename__ = "member_college"
    __table_args__ = (
        UniqueConstraint("member_id", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        Index(
            "uq_member_college_current",
            "member_id",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
    )

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
    __table_args__ = (
        UniqueConstraint("member_id", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        Index(
            "uq_member_category_current",
            "member_id",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    member: Mapped[Member] = relationship()
    category: Mapped[Category] = relationship()
