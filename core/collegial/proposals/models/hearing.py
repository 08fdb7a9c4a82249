"""Who was heard for a version."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.kernel.base import Base
from collegial.proposals.models.versions import Attachment, Version


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
    revision: Mapped[int] = mapped_column(default=1, server_default="1")

    version: Mapped[Version] = relationship(back_populates="contributions")
    heard: Mapped[list["Heard"]] = relationship(
        back_populates="contribution", order_by="Heard.position", cascade="all, delete-orphan"
    )
    touches: Mapped[list["Touch"]] = relationship(order_by="Touch.action_key", cascade="all, delete-orphan")
    attachments: Mapped[list[Attachment]] = relationship(
        order_by=Attachment.id, cascade="all, delete-orphan", overlaps="version,attachments"
    )


class Heard(Base):
    """One or several persons heard in a contribution: their family, how many, and their name.

    The name is shown to everyone only if they agreed. The seal of a version holds the rest, not the name: it
    can be erased from a frozen version.
    """

    __tablename__ = "contribution_heard"
    __table_args__ = (
        UniqueConstraint("contribution_id", "position"),
        CheckConstraint("number >= 1", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    position: Mapped[int]
    name: Mapped[str | None] = mapped_column(String(200))
    family: Mapped[str | None] = mapped_column(String(40))
    number: Mapped[int]
    may_be_named: Mapped[bool]

    contribution: Mapped[Contribution] = relationship(back_populates="heard")


class Touch(Base):
    """An action that a contribution speaks of, by its key."""

    __tablename__ = "contribution_touch"
    __table_args__ = (UniqueConstraint("contribution_id", "action_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    action_key: Mapped[str] = mapped_column(String(16))
