"""Who asked to be forgotten, and the answer each got; answers are written once."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.actors.models import Actor
from collegial.kernel.base import Base


class Erasure(Base):
    """An erasure that was done (effacement): what went, and what is kept until when and why."""

    __tablename__ = "privacy_erasure"

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    answer: Mapped[dict[str, Any]]
    done_at: Mapped[datetime]
    done_by: Mapped[str] = mapped_column(String(200))


class ErasureRequest(Base):
    """A wish to be forgotten; one at a time, open until an erasure answers it."""

    __tablename__ = "privacy_request"
    __table_args__ = (
        Index(
            "uq_privacy_request_open",
            "actor_id",
            unique=True,
            sqlite_where=text("erasure_id IS NULL"),
            postgresql_where=text("erasure_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    asked_at: Mapped[datetime]
    erasure_id: Mapped[int | None] = mapped_column(ForeignKey("privacy_erasure.id"), unique=True)

    actor: Mapped[Actor] = relationship()
    erasure: Mapped[Erasure | None] = relationship()
