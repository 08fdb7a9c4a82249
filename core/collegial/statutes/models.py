"""Statutes as versioned, dated data, and the colleges and categories they name."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from collegial.kernel.base import Base


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
