"""Amendments to a draft: what is suggested, who supports it, what is said of it, how it was answered."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.actors.models import Actor
from collegial.kernel.base import Base, one_of
from collegial.proposals.models.frame import Proposal
from collegial.proposals.models.versions import Version


class AmendmentKind(enum.Enum):
    """What an amendment would do."""

    CHANGE = "change"
    ADD = "add"
    REMOVE = "remove"
    MOVE = "move"
    REMARK = "remark"


class AmendmentState(enum.Enum):
    """Where an amendment is; `in_conflict` is accepted, and waits for someone to put it into the text."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    IN_CONFLICT = "in_conflict"
    MERGED = "merged"


class Amendment(Base):
    """A suggested change to one piece of a draft (amendement).

    `axis_key` and `action_key` name the piece; an addition names the axis it goes into, or none for a new
    axis. A move goes to `to_axis_key`, unless the piece is an axis itself, and there after the piece
    `after_key`, or to the first place. A remark suggests no other words: it is answered, and
    changes no text; one that was taken up is merged once someone says that it is worked in. `base_…` is
    what the piece said when it was written, so that it can be put together with
    later changes. It is never edited: its author withdraws it and writes another.
    """

    __tablename__ = "amendment"
    __table_args__ = (
        CheckConstraint("(state IN ('open', 'withdrawn')) = (answer IS NULL)", name="answered_with_reasons"),
        CheckConstraint("(state = 'merged') = (merged_into IS NOT NULL)", name="merged_somewhere"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("proposal_version.id"), index=True)
    kind: Mapped[AmendmentKind] = mapped_column(one_of(AmendmentKind))
    axis_key: Mapped[str | None] = mapped_column(String(16))
    action_key: Mapped[str | None] = mapped_column(String(16))
    to_axis_key: Mapped[str | None] = mapped_column(String(16))
    after_key: Mapped[str | None] = mapped_column(String(16))
    base_title: Mapped[str] = mapped_column(String(300))
    base_text: Mapped[str]
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str]
    reasons: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    written_at: Mapped[datetime]
    state: Mapped[AmendmentState] = mapped_column(one_of(AmendmentState), default=AmendmentState.OPEN)
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(200))
    merged_into: Mapped[str | None] = mapped_column(String(40))

    proposal: Mapped[Proposal] = relationship()
    version: Mapped[Version] = relationship()
    author: Mapped[Actor] = relationship()
    supports: Mapped[list["AmendmentSupport"]] = relationship(back_populates="amendment")
    remarks: Mapped[list["AmendmentRemark"]] = relationship(
        back_populates="amendment", order_by="AmendmentRemark.id"
    )

    @property
    def waits_for_hand(self) -> bool:
        """Tell whether a person must put it into the draft: it is in conflict, or a remark that was taken up."""
        is_taken_up = self.kind is AmendmentKind.REMARK and self.state is AmendmentState.ACCEPTED
        return is_taken_up or self.state is AmendmentState.IN_CONFLICT


class AmendmentSupport(Base):
    """Someone supports an amendment, once."""

    __tablename__ = "amendment_support"
    __table_args__ = (UniqueConstraint("amendment_id", "actor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    given_at: Mapped[datetime]

    amendment: Mapped[Amendment] = relationship(back_populates="supports")


class AmendmentRemark(Base):
    """What someone says of an amendment, or answers to a remark; a hidden one says why.

    The text names nobody: where someone is mentioned, it holds the number of the mention.
    """

    __tablename__ = "amendment_remark"
    __table_args__ = (
        CheckConstraint("(hidden_at IS NULL) = (hidden_why IS NULL)", name="hidden_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"), index=True)
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("amendment_remark.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    text: Mapped[str]
    said_at: Mapped[datetime]
    hidden_at: Mapped[datetime | None]
    hidden_why: Mapped[str | None]

    amendment: Mapped[Amendment] = relationship(back_populates="remarks")
    author: Mapped[Actor] = relationship()
    mentions: Mapped[list["RemarkMention"]] = relationship(
        back_populates="remark", order_by="RemarkMention.number"
    )


class RemarkMention(Base):
    """Someone is mentioned in a remark, at the places of its text that hold this number."""

    __tablename__ = "remark_mention"
    __table_args__ = (UniqueConstraint("remark_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    remark_id: Mapped[int] = mapped_column(ForeignKey("amendment_remark.id"))
    number: Mapped[int]
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)

    remark: Mapped[AmendmentRemark] = relationship(back_populates="mentions")
    actor: Mapped[Actor] = relationship()
