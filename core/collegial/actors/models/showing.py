"""Who agreed to be shown to everyone."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.actors.models.directory import Actor
from collegial.kernel.base import Base


class ActorShowing(Base):
    """A time during which an actor is shown, because it agreed; it ends when the agreement is taken back.

    `how` says how the agreement was given. `north` and `east` are hundred-thousandths of a degree; they are
    forgotten when the time ends.
    """

    __tablename__ = "actor_showing"
    __table_args__ = (
        Index(
            "uq_actor_showing_open",
            "actor_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint("(north IS NULL) = (east IS NULL)", name="both_coordinates"),
        CheckConstraint("north BETWEEN -8500000 AND 8500000", name="north_in_range"),
        CheckConstraint("east BETWEEN -18000000 AND 18000000", name="east_in_range"),
        CheckConstraint("withdrawn_at IS NULL OR north IS NULL", name="forgotten_when_over"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    agreed_at: Mapped[datetime]
    how: Mapped[str] = mapped_column(String(300))
    recorded_by: Mapped[str] = mapped_column(String(200))
    north: Mapped[int | None]
    east: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]

    actor: Mapped[Actor] = relationship()
