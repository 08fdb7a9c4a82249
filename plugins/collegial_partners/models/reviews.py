"""The annual review of a protocol (bilan annuel)."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Base, one_of
from collegial_partners.models.protocols import PartnerProtocol, ProtocolIndicator
from collegial_partners.rules import ReviewDecision


class ProtocolReview(Base):
    """A year of a protocol looked at by its technical and political responsibles.

    It covers the days from `from_on` until the day before `due_on`. `figures` are counted as long as it is
    open, and kept here as they were when it was concluded.
    """

    __tablename__ = "partners_review"
    __table_args__ = (
        UniqueConstraint("protocol_id", "number"),
        CheckConstraint("due_on > from_on", name="covers_days"),
        CheckConstraint("(concluded_on IS NULL) = (decision IS NULL)", name="concluded_with_decision"),
        CheckConstraint(
            "concluded_on IS NULL OR (held_on IS NOT NULL AND technical IS NOT NULL AND political IS NOT NULL)",
            name="both_responsibles",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    protocol_id: Mapped[int] = mapped_column(ForeignKey("partners_protocol.id"))
    number: Mapped[int]
    from_on: Mapped[date]
    due_on: Mapped[date]
    held_on: Mapped[date | None]
    place: Mapped[str | None] = mapped_column(String(200))
    technical: Mapped[str | None]
    political: Mapped[str | None]
    conclusions: Mapped[str | None]
    decision: Mapped[ReviewDecision | None] = mapped_column(one_of(ReviewDecision))
    renewed_until: Mapped[date | None]
    concluded_on: Mapped[date | None]
    figures: Mapped[dict[str, Any] | None]

    protocol: Mapped[PartnerProtocol] = relationship(back_populates="reviews")
    values: Mapped[list["IndicatorValue"]] = relationship(
        back_populates="review", order_by="IndicatorValue.id"
    )


class IndicatorValue(Base):
    """What an indicator given by hand was, in one review."""

    __tablename__ = "partners_value"
    __table_args__ = (UniqueConstraint("review_id", "indicator_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("partners_review.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("partners_indicator.id"), index=True)
    value: Mapped[int]

    review: Mapped[ProtocolReview] = relationship(back_populates="values")
    indicator: Mapped[ProtocolIndicator] = relationship()
