"""The gates of a proposal: topics to settle, and what groups decided."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.actors.models import Actor
from collegial.groups.models import Group
from collegial.kernel.base import Base, one_of
from collegial.proposals.models.frame import Proposal


class TopicState(enum.Enum):
    """Whether a topic of a gate is still open."""

    OPEN = "open"
    SETTLED = "settled"


class Topic(Base):
    """A topic that a passage needs settled, with the decision that settled it."""

    __tablename__ = "gate_topic"
    __table_args__ = (
        UniqueConstraint("proposal_id", "to_stage", "key"),
        CheckConstraint("(state = 'settled') = (decision IS NOT NULL)", name="settled_with_decision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    from_stage: Mapped[str] = mapped_column(String(40))
    to_stage: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    state: Mapped[TopicState] = mapped_column(one_of(TopicState), default=TopicState.OPEN)
    decision: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))

    proposal: Mapped[Proposal] = relationship(back_populates="topics")
    settled_by: Mapped[Actor | None] = relationship()


class GateOutcome(enum.Enum):
    """What a group decided on a passage."""

    PASSED = "passed"
    SENT_BACK = "sent_back"


class GateDecision(Base):
    """The decision of a group on a passage, with its reasons and its count, never edited.

    The day is None only where a past decision was recorded without it; the group, where the pipeline
    names none. All counts are zero where a past decision was recorded without them.
    """

    __tablename__ = "gate_decision"
    __table_args__ = (
        CheckConstraint("votes_for >= 0 AND votes_against >= 0 AND abstentions >= 0", name="counts"),
        Index(
            "uq_gate_decision_passed",
            "proposal_id",
            "to_stage",
            unique=True,
            sqlite_where=text("outcome = 'passed'"),
            postgresql_where=text("outcome = 'passed'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    from_stage: Mapped[str] = mapped_column(String(40))
    to_stage: Mapped[str] = mapped_column(String(40))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("work_group.id"))
    outcome: Mapped[GateOutcome] = mapped_column(one_of(GateOutcome))
    reasons: Mapped[str]
    votes_for: Mapped[int] = mapped_column(default=0)
    votes_against: Mapped[int] = mapped_column(default=0)
    abstentions: Mapped[int] = mapped_column(default=0)
    decided_on: Mapped[date | None]
    recorded_by: Mapped[str] = mapped_column(String(200))

    proposal: Mapped[Proposal] = relationship(back_populates="decisions")
    group: Mapped[Group | None] = relationship()
