"""Proposals, their pipeline as data, versions, contributions, topics and decisions."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.actors.models import Actor
from collegial.groups.models import Group
from collegial.kernel.base import Base, one_of


class Priority(Base):
    """One of the deployment's priorities (priorité d'action)."""

    __tablename__ = "priority"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int] = mapped_column(unique=True)
    short: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(300))


class Mission(Base):
    """One of the deployment's missions."""

    __tablename__ = "mission"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int] = mapped_column(unique=True)
    short: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(300))
    text: Mapped[str | None]


class Pipeline(Base):
    """The stages and gates of a deployment, as `proposals.rules.parse_pipeline` reads them.

    Rows are never changed: a proposal keeps the pipeline it started with.
    """

    __tablename__ = "pipeline"
    __table_args__ = (UniqueConstraint("key", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    revision: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    document: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class Proposal(Base):
    """What is being built together: the pole itself, a fund, a charter.

    `method` says how people are heard, in Markdown; `views_announced` is how many views its makers
    speak of, where that differs from the contributions counted, and `views_note` says why.
    """

    __tablename__ = "proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str]
    method: Mapped[str | None]
    views_announced: Mapped[int | None]
    views_note: Mapped[str | None]
    pipeline_id: Mapped[int] = mapped_column(ForeignKey("pipeline.id"))
    is_public: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    pipeline: Mapped[Pipeline] = relationship()
    versions: Mapped[list["Version"]] = relationship(back_populates="proposal", order_by="Version.position")
    topics: Mapped[list["Topic"]] = relationship(back_populates="proposal", order_by="Topic.position")
    decisions: Mapped[list["GateDecision"]] = relationship(
        back_populates="proposal", order_by="GateDecision.id"
    )


class Version(Base):
    """The state of a proposal at one stage; frozen once its gate is passed, then never changed.

    `provenance` says where the content comes from and what in it is not certain. Triggers of the
    migration refuse any change of a frozen version, its axes, actions and contributions.
    """

    __tablename__ = "proposal_version"
    __table_args__ = (
        UniqueConstraint("proposal_id", "stage"),
        UniqueConstraint("proposal_id", "position"),
        CheckConstraint("(frozen_at IS NULL) = (digest IS NULL)", name="frozen_with_digest"),
        Index(
            "uq_proposal_version_draft",
            "proposal_id",
            unique=True,
            sqlite_where=text("frozen_at IS NULL"),
            postgresql_where=text("frozen_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    stage: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    dated_on: Mapped[date]
    date_is_month: Mapped[bool] = mapped_column(default=False)
    author: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str]
    provenance: Mapped[str | None]
    frozen_at: Mapped[datetime | None]
    digest: Mapped[str | None] = mapped_column(String(64))

    proposal: Mapped[Proposal] = relationship(back_populates="versions")
    axes: Mapped[list["Axis"]] = relationship(back_populates="version", order_by="Axis.position")
    contributions: Mapped[list["Contribution"]] = relationship(
        back_populates="version", order_by="Contribution.position"
    )


class Axis(Base):
    """A heading of a version's content (axe)."""

    __tablename__ = "proposal_axis"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("proposal_version.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str | None]

    version: Mapped[Version] = relationship(back_populates="axes")
    actions: Mapped[list["Action"]] = relationship(back_populates="axis", order_by="Action.position")


class Action(Base):
    """What an axis proposes to do, under a priority and a mission."""

    __tablename__ = "proposal_action"
    __table_args__ = (UniqueConstraint("axis_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    axis_id: Mapped[int] = mapped_column(ForeignKey("proposal_axis.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str | None]
    priority_id: Mapped[int | None] = mapped_column(ForeignKey("priority.id"), index=True)
    mission_id: Mapped[int | None] = mapped_column(ForeignKey("mission.id"), index=True)

    axis: Mapped[Axis] = relationship(back_populates="actions")
    priority: Mapped[Priority | None] = relationship()
    mission: Mapped[Mission | None] = relationship()


class Contribution(Base):
    """Who was heard for a version and how; `views` counts the persons heard (the study's regards)."""

    __tablename__ = "contribution"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        CheckConstraint("views >= 0", name="views"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("proposal_version.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(80), index=True)
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str | None]
    views: Mapped[int] = mapped_column(default=0)
    heard_on: Mapped[date | None]

    version: Mapped[Version] = relationship(back_populates="contributions")


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
