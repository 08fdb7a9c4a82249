"""What proposals are made under: priorities, missions, pipelines; and the proposals themselves."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.kernel.base import Base

if TYPE_CHECKING:
    from collegial.proposals.models.gates import GateDecision, Topic
    from collegial.proposals.models.versions import Version


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
