"""The gates of a proposal: topics to settle, and what groups decided."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.actors.models import Actor
from collegial.files.models import StoredFile
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
    documents: Mapped[list["TopicDocument"]] = relationship(
        back_populates="topic", order_by="TopicDocument.id"
    )


class TopicDocument(Base):
    """A document that a topic is settled with; triggers refuse any change once the passage is made."""

    __tablename__ = "gate_topic_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("gate_topic.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(200))

    topic: Mapped[Topic] = relationship(back_populates="documents")
    file: Mapped[StoredFile] = relationship()


class GateOutcome(enum.Enum):
    """What a group decided on a passage."""

    PASSED = "passed"
    SENT_BACK = "sent_back"


class GateDecision(Base):
    """The decision of a group on a passage, with its reasons and its count, never edited.

    The day is None only where a past decision was recorded without it; the group, where the pipeline
    names none and one person decides, `recorded_by`, without a count. All counts are zero there, and where a
    past decision was recorded without them. `group_size` is how many were in the group that day, None where
    nobody counted them.
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
    group_size: Mapped[int | None]
    decided_on: Mapped[date | None]
    recorded_by: Mapped[str] = mapped_column(String(200))

    proposal: Mapped[Proposal] = relationship(back_populates="decisions")
    group: Mapped[Group | None] = relationship()
    tasks: Mapped[list["GateTask"]] = relationship(back_populates="decision", order_by="GateTask.id")


class Stance(enum.Enum):
    """What someone says in a round: for or against, or with consent or an objection; or neither."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class GateRound(Base):
    """An open vote or a consent round of a group on a passage, member by member; one at a time."""

    __tablename__ = "gate_round"
    __table_args__ = (
        Index(
            "uq_gate_round_open",
            "proposal_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    to_stage: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(String(200))
    closed_at: Mapped[datetime | None]

    voices: Mapped[list["GateVoice"]] = relationship(back_populates="round", order_by="GateVoice.id")


class GateVoice(Base):
    """What a member of the group says in a round, in the open, with its reasons."""

    __tablename__ = "gate_voice"
    __table_args__ = (UniqueConstraint("round_id", "actor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("gate_round.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    stance: Mapped[Stance] = mapped_column(one_of(Stance))
    reasons: Mapped[str | None]
    said_at: Mapped[datetime]

    round: Mapped[GateRound] = relationship(back_populates="voices")
    actor: Mapped[Actor] = relationship()


class GateTask(Base):
    """What is to be done before a version that was sent back comes again."""

    __tablename__ = "gate_task"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("gate_decision.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(String(200))

    decision: Mapped[GateDecision] = relationship(back_populates="tasks")


class Rollback(Base):
    """A group's decision to start the draft again from a frozen version, which stays as it is; never edited."""

    __tablename__ = "proposal_rollback"
    __table_args__ = (
        CheckConstraint("votes_for >= 0 AND votes_against >= 0 AND abstentions >= 0", name="counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    draft_stage: Mapped[str] = mapped_column(String(40))
    to_stage: Mapped[str] = mapped_column(String(40))
    reasons: Mapped[str]
    votes_for: Mapped[int]
    votes_against: Mapped[int]
    abstentions: Mapped[int]
    group_size: Mapped[int | None]
    decided_on: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(String(200))
