"""The versions of a proposal: their content, their files, and what is typed and not saved yet."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.files.models import StoredFile
from collegial.kernel.base import Base
from collegial.proposals.models.frame import Mission, Priority, Proposal

if TYPE_CHECKING:
    from collegial.proposals.models.hearing import Contribution


class Version(Base):
    """The state of a proposal at one stage; frozen once its gate is passed, then never changed.

    `provenance` says where the content comes from and what in it is not certain. Triggers of the
    migrations refuse any change of a frozen version, its axes, actions, attachments and contributions.
    `revision` counts the changes of a draft's first lines, so that two people do not overwrite each other.
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
    revision: Mapped[int] = mapped_column(default=1, server_default="1")

    proposal: Mapped[Proposal] = relationship(back_populates="versions")
    axes: Mapped[list["Axis"]] = relationship(back_populates="version", order_by="Axis.position")
    contributions: Mapped[list["Contribution"]] = relationship(
        back_populates="version", order_by="Contribution.position"
    )
    attachments: Mapped[list["Attachment"]] = relationship(back_populates="version", order_by="Attachment.id")


class Axis(Base):
    """A heading of a version's content (axe).

    `key` is the same in all versions that the axis went through; `revision` counts its changes.
    """

    __tablename__ = "proposal_axis"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        Index("uq_proposal_axis_key", "version_id", "key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("proposal_version.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str | None]
    key: Mapped[str] = mapped_column(String(16), server_default="")
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    changed_by: Mapped[str | None] = mapped_column(String(200))
    changed_at: Mapped[datetime | None]

    version: Mapped[Version] = relationship(back_populates="axes")
    actions: Mapped[list["Action"]] = relationship(back_populates="axis", order_by="Action.position")


class Action(Base):
    """What an axis proposes to do, under a priority and a mission.

    `owner` says who would carry it: a body or a function. `key` and `revision` are as an axis has them.
    """

    __tablename__ = "proposal_action"
    __table_args__ = (
        UniqueConstraint("axis_id", "position"),
        Index("uq_proposal_action_key", "axis_id", "key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    axis_id: Mapped[int] = mapped_column(ForeignKey("proposal_axis.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str | None]
    priority_id: Mapped[int | None] = mapped_column(ForeignKey("priority.id"), index=True)
    mission_id: Mapped[int | None] = mapped_column(ForeignKey("mission.id"), index=True)
    owner: Mapped[str | None] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(16), server_default="")
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    changed_by: Mapped[str | None] = mapped_column(String(200))
    changed_at: Mapped[datetime | None]

    axis: Mapped[Axis] = relationship(back_populates="actions")
    priority: Mapped[Priority | None] = relationship()
    mission: Mapped[Mission | None] = relationship()


class Attachment(Base):
    """A file beside an action of a version, or beside a contribution to it (pièce jointe)."""

    __tablename__ = "proposal_attachment"
    __table_args__ = (
        CheckConstraint("(action_key IS NULL) <> (contribution_id IS NULL)", name="one_subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("proposal_version.id"), index=True)
    action_key: Mapped[str | None] = mapped_column(String(16))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime]

    version: Mapped[Version] = relationship(back_populates="attachments")
    file: Mapped[StoredFile] = relationship()


class WorkingCopy(Base):
    """What someone has typed into a form of a draft and not saved yet: kept apart from the text all see.

    `place` is `facts`, `axis:KEY` or `action:KEY`; `base` is what the fields were when the work began, and
    `revision` the one they had.
    """

    __tablename__ = "proposal_working_copy"
    __table_args__ = (UniqueConstraint("version_id", "account_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("proposal_version.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    place: Mapped[str] = mapped_column(String(40))
    revision: Mapped[int]
    base: Mapped[dict[str, Any]]
    fields: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime]
