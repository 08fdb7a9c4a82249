"""Who was heard for a version."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.kernel.base import Base
from collegial.proposals.models.versions import Version


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
