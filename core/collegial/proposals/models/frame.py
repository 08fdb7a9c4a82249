"""What proposals are made under: priorities, missions, pipelines; and the proposals themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.kernel.base import Base

if TYPE_CHECKING:
    from collegial.proposals.models.gates import GateDecision, Topic
    from collegial.proposals.models.versions import Version
    from collegial.proposals.models.withdrawing import ProposalWithdrawal


@dataclass(frozen=True, kw_only=True)
class AimWords:
    """How a priority or a mission is said to a reader."""

    short: str
    label: str
    text: str = ""


class _Worded:
    """`short`, `label` and `text` are in the first language of the site; `wordings` hold the others, by language."""

    short: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(300))
    wordings: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")

    def in_language(self, locale: str) -> AimWords:
        """Return its words in a language, else in the first one."""
        own = self.wordings.get(locale)
        return AimWords(**own) if own else AimWords(short=self.short, label=self.label, text=self.first_text)

    @property
    def first_text(self) -> str:
        """Return the text in the first language; only missions have one."""
        return ""


class Priority(_Worded, Base):
    """One of the deployment's priorities (priorité d'action)."""

    __tablename__ = "priority"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int] = mapped_column(unique=True)


class Mission(_Worded, Base):
    """One of the deployment's missions."""

    __tablename__ = "mission"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int] = mapped_column(unique=True)
    text: Mapped[str | None]

    @property
    def first_text(self) -> str:
        """Return the text in the first language."""
        return self.text or ""


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
    withdrawal: Mapped["ProposalWithdrawal | None"] = relationship(
        primaryjoin="and_(Proposal.id == foreign(ProposalWithdrawal.proposal_id), "
        "ProposalWithdrawal.taken_up_at.is_(None))", viewonly=True,
    )  # fmt: skip
    versions: Mapped[list["Version"]] = relationship(back_populates="proposal", order_by="Version.position")
    topics: Mapped[list["Topic"]] = relationship(back_populates="proposal", order_by="Topic.position")
    decisions: Mapped[list["GateDecision"]] = relationship(
        back_populates="proposal", order_by="GateDecision.id"
    )
