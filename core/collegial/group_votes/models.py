"""A vote of a group, and the right of each of its members in it."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.actors.models import Actor
from collegial.group_votes.rules import Answer, GroupCount, GroupVoteState, count
from collegial.groups.models import Group
from collegial.kernel.base import Base, one_of
from collegial.kernel.sentences import read_text
from collegial.kernel.text import Text


class GroupVote(Base):
    """A question put to a group (vote d'un groupe) about a module's subject; one open at a time on each.

    `subject` names the kind of thing as `plugin.thing`, and `page` is the address where it is read. `title` and
    `question` are as somebody typed them; the sentences of a module beside them are read in the reader's language.
    """

    __tablename__ = "group_vote"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_with_moment"),
        Index(
            "uq_group_vote_open",
            "subject",
            "subject_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("work_group.id"), index=True)
    subject: Mapped[str] = mapped_column(String(80))
    subject_id: Mapped[int]
    page: Mapped[str] = mapped_column(String(300))
    title: Mapped[str] = mapped_column(String(300))
    question: Mapped[str]
    title_said: Mapped[dict[str, Any] | None]
    question_said: Mapped[dict[str, Any] | None]
    quorum: Mapped[Fraction]
    state: Mapped[GroupVoteState] = mapped_column(one_of(GroupVoteState), default=GroupVoteState.OPEN)
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(String(200))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(String(200))

    group: Mapped[Group] = relationship()
    rights: Mapped[list["GroupVoteRight"]] = relationship(
        back_populates="vote", order_by="GroupVoteRight.actor_id"
    )

    @property
    def called(self) -> Text | str:
        """Return its title: a sentence of the module that opened it, or what was typed."""
        return read_text(self.title_said) if self.title_said else self.title

    @property
    def asked(self) -> Text | None:
        """Return the sentence of the module that stands before what was typed."""
        return read_text(self.question_said) if self.question_said else None

    @property
    def count(self) -> GroupCount:
        """Return the answers counted."""
        return count(one.answer for one in self.rights if one.set_aside is None)


class GroupVoteRight(Base):
    """That a member of the group may answer, and its answer; or why it is set aside: never both."""

    __tablename__ = "group_vote_right"
    __table_args__ = (
        UniqueConstraint("vote_id", "actor_id"),
        CheckConstraint("answer IS NULL OR set_aside IS NULL", name="set_aside_is_silent"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_with_moment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("group_vote.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    set_aside: Mapped[str | None] = mapped_column(String(500))
    answer: Mapped[Answer | None] = mapped_column(one_of(Answer))
    answered_at: Mapped[datetime | None]

    vote: Mapped[GroupVote] = relationship(back_populates="rights")
    actor: Mapped[Actor] = relationship()
