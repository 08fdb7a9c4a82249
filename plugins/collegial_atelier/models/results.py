"""What an atelier leaves: productions, sponsor structures, and the structures that they help."""

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Actor, Base, StoredFile, one_of
from collegial_atelier.models.atelier import Atelier


class ProductionKind(enum.Enum):
    """What was made."""

    BROCHURE = "brochure"
    GUIDE = "guide"
    CONFERENCE = "conference"
    FILM = "film"
    OTHER = "other"


class ProductionState(enum.Enum):
    """How far its making has come."""

    DRAFT = "draft"
    REVIEW = "review"
    READY = "ready"
    PUBLISHED = "published"


class RequestState(enum.Enum):
    """How far a request for help has come."""

    OPEN = "open"
    MATCHED = "matched"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Production(Base):
    """A brochure, a conference or another result, edited and then published."""

    __tablename__ = "atelier_production"
    __table_args__ = (
        CheckConstraint("(state = 'published') = (published_on IS NOT NULL)", name="published_with_date"),
        CheckConstraint("downloads >= 0", name="downloads"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    atelier_id: Mapped[int] = mapped_column(ForeignKey("atelier_atelier.id"), index=True)
    kind: Mapped[ProductionKind] = mapped_column(one_of(ProductionKind))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str]
    licence: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[ProductionState] = mapped_column(one_of(ProductionState))
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    published_on: Mapped[date | None]
    downloads: Mapped[int]

    atelier: Mapped[Atelier] = relationship(back_populates="productions")
    cover: Mapped[StoredFile | None] = relationship(foreign_keys=[cover_id])
    file: Mapped[StoredFile | None] = relationship(foreign_keys=[file_id])


class Sponsor(Base):
    """A structure that offers others what it learnt (structure marraine), up to its capacity."""

    __tablename__ = "atelier_sponsor"
    __table_args__ = (
        UniqueConstraint("atelier_id", "actor_id"),
        CheckConstraint("capacity >= 1", name="capacity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    atelier_id: Mapped[int] = mapped_column(ForeignKey("atelier_atelier.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    offer: Mapped[str]
    capacity: Mapped[int]

    atelier: Mapped[Atelier] = relationship(back_populates="sponsors")
    actor: Mapped[Actor] = relationship()
    requests: Mapped[list["HelpRequest"]] = relationship(back_populates="sponsor")

    @property
    def helped(self) -> int:
        """Return how many structures it helps or has helped."""
        return sum(1 for one in self.requests if one.state in {RequestState.MATCHED, RequestState.DONE})


class HelpRequest(Base):
    """A structure that asks for the help of a sponsor, and what became of it."""

    __tablename__ = "atelier_request"
    __table_args__ = (
        CheckConstraint("(state IN ('matched', 'done')) = (sponsor_id IS NOT NULL)", name="matched_with"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    atelier_id: Mapped[int] = mapped_column(ForeignKey("atelier_atelier.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    sponsor_id: Mapped[int | None] = mapped_column(ForeignKey("atelier_sponsor.id"), index=True)
    need: Mapped[str]
    state: Mapped[RequestState] = mapped_column(one_of(RequestState))
    asked_on: Mapped[date]
    note: Mapped[str | None]

    atelier: Mapped[Atelier] = relationship(back_populates="requests")
    actor: Mapped[Actor] = relationship()
    sponsor: Mapped[Sponsor | None] = relationship(back_populates="requests")
