"""How a resolution is voted where it is not plainly for or against: method, options, seats, who elects."""

import enum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.assemblies.models.meeting import Resolution
from collegial.groups.models import Group
from collegial.hooks.voting import TieRule
from collegial.kernel.base import Base, one_of
from collegial.statutes.models import College


class Electorate(enum.Enum):
    """Who elects and how votes weigh: all alike, all by the weights of colleges, or one college alone (L24)."""

    TOGETHER = "together"
    WEIGHTED = "weighted"
    COLLEGE = "college"


class Voting(Base):
    """The way in which a resolution is voted (mode de scrutin); without one it is for or against.

    `least` and `most` limit how many a paper may name; without `most`, the method says it.
    """

    __tablename__ = "resolution_voting"
    __table_args__ = (
        CheckConstraint("(electorate = 'college') = (college_id IS NOT NULL)", name="college_named"),
        CheckConstraint("seats >= 1", name="seats"),
    )

    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution.id"), primary_key=True)
    method: Mapped[str] = mapped_column(String(80))
    seats: Mapped[int] = mapped_column(default=1)
    electorate: Mapped[Electorate] = mapped_column(one_of(Electorate), default=Electorate.TOGETHER)
    college_id: Mapped[int | None] = mapped_column(ForeignKey("college.id"), index=True)
    ties: Mapped[TieRule] = mapped_column(one_of(TieRule), default=TieRule.REPORT)
    least: Mapped[int] = mapped_column(default=1, server_default="1")
    most: Mapped[int | None]
    takes_blank: Mapped[bool] = mapped_column(default=True, server_default=true())

    resolution: Mapped[Resolution] = relationship(back_populates="voting")
    college: Mapped[College | None] = relationship()
    group: Mapped["ElectedGroup | None"] = relationship(cascade="all, delete-orphan")
    options: Mapped[list["VotingOption"]] = relationship(
        back_populates="voting", order_by="VotingOption.number", cascade="all, delete-orphan"
    )


class VotingOption(Base):
    """A candidate or a proposal on the list of a resolution, in the order of the list.

    The chair's proxies vote for those whom the board backs.
    """

    __tablename__ = "resolution_option"
    __table_args__ = (UniqueConstraint("resolution_id", "number"), UniqueConstraint("resolution_id", "name"))

    id: Mapped[int] = mapped_column(primary_key=True)
    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution_voting.resolution_id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    statement: Mapped[str] = mapped_column(default="")
    is_backed: Mapped[bool] = mapped_column(default=False, server_default=false())

    voting: Mapped[Voting] = relationship(back_populates="options")
    candidacy: Mapped["Candidacy | None"] = relationship(cascade="all, delete-orphan")


class ElectedGroup(Base):
    """The group in which those who are elected take their seat, such as the board."""

    __tablename__ = "resolution_group"

    resolution_id: Mapped[int] = mapped_column(
        ForeignKey("resolution_voting.resolution_id"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(ForeignKey("work_group.id"), index=True)

    group: Mapped[Group] = relationship()


class Candidacy(Base):
    """Who of the directory a candidate is; not every name on a list is known there."""

    __tablename__ = "resolution_candidate"

    id: Mapped[int] = mapped_column(primary_key=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("resolution_option.id"), unique=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
