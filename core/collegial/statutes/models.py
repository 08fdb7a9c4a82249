"""Statutes as versioned, dated data, where each version comes from, and the colleges and categories they name."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.kernel.base import Base, one_of

_FIRST = text("kind = 'first'")


class Statutes(Base):
    """One version of the statutes (statuts); an assembly uses the one in force on its date.

    `document` is the canonical form that `statutes.rules.parse_statutes` reads; `digest` its SHA-256.
    """

    __tablename__ = "statutes"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    label: Mapped[str] = mapped_column(String(200))
    effective_from: Mapped[date] = mapped_column(index=True)
    document: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str]
    recorded_at: Mapped[datetime]

    origin: Mapped["StatutesOrigin | None"] = relationship(back_populates="statutes")


class OriginKind(enum.Enum):
    """Who decided a version: the founders, a resolution of the members, or an administrator without one."""

    FIRST = "first"
    ADOPTED = "adopted"
    OVERRIDE = "override"


class StatutesOrigin(Base):
    """Where a version comes from, written with it and never changed; `reason` is why no members decided."""

    __tablename__ = "statutes_origin"
    __table_args__ = (
        CheckConstraint("(kind = 'adopted') = (resolution_id IS NOT NULL)", name="resolution"),
        CheckConstraint("(kind = 'override') = (reason IS NOT NULL)", name="reason"),
        Index(
            "ix_statutes_origin_only_first", "kind", unique=True, sqlite_where=_FIRST, postgresql_where=_FIRST
        ),
    )

    statutes_id: Mapped[int] = mapped_column(ForeignKey("statutes.id"), primary_key=True)
    kind: Mapped[OriginKind] = mapped_column(one_of(OriginKind))
    resolution_id: Mapped[int | None] = mapped_column(ForeignKey("resolution.id"), unique=True)
    reason: Mapped[str | None]

    statutes: Mapped[Statutes] = relationship(back_populates="origin")


class DraftState(enum.Enum):
    """From the first words to the decision; ADOPTED waits to be recorded by hand."""

    EDITING = "editing"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    RECORDED = "recorded"
    REFUSED = "refused"
    DISCARDED = "discarded"


class StatutesDraft(Base):
    """Statutes in the making: what was typed, right or wrong yet, from the version `base` or from nothing.

    `effective_from` is the first day that is wished for; None asks for the day after the decision.
    `revision` counts the savings, so that two writers do not undo each other's work. `resolution_id` is the
    resolution that adopted it.
    """

    __tablename__ = "statutes_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    base_id: Mapped[int | None] = mapped_column(ForeignKey("statutes.id"), index=True)
    document: Mapped[dict[str, Any]]
    effective_from: Mapped[date | None]
    state: Mapped[DraftState] = mapped_column(one_of(DraftState), default=DraftState.EDITING)
    revision: Mapped[int] = mapped_column(default=1)
    resolution_id: Mapped[int | None] = mapped_column(ForeignKey("resolution.id"))
    started_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    base: Mapped[Statutes | None] = relationship()

    @property
    def name(self) -> str:
        """Give the name that was typed, be it empty."""
        label = self.document.get("label")
        return label if isinstance(label, str) else ""


class College(Base):
    """A voting group (collège); its weight is in the statutes, version by version."""

    __tablename__ = "college"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]


class Category(Base):
    """A legal class of members (catégorie d'associés)."""

    __tablename__ = "category"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    is_mandatory: Mapped[bool]
    position: Mapped[int]
