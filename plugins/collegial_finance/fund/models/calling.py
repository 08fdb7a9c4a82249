"""The calls for projects of a fund, who applies to them, and what the committee says."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Actor, Base, Money, StoredFile, one_of
from collegial_finance.fund.models.funding import ExperimentFund
from collegial_finance.fund.rules import ApplicationState, CallPlan

if TYPE_CHECKING:
    from collegial_finance.fund.models.agreeing import ProjectAgreement


class ProjectCall(Base):
    """A call for projects (appel à projets) of a fund."""

    __tablename__ = "finance_call"
    __table_args__ = (
        UniqueConstraint("id", "fund_id"),
        CheckConstraint("0 < most AND most <= envelope", name="amounts_in_order"),
        CheckConstraint("closes_on >= opens_on", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("finance_experiment_fund.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    envelope: Mapped[Money]
    most: Mapped[Money]

    fund: Mapped[ExperimentFund] = relationship(back_populates="calls")
    criteria: Mapped[list["CallCriterion"]] = relationship(
        back_populates="call", order_by="CallCriterion.position"
    )
    applications: Mapped[list["ProjectApplication"]] = relationship(
        back_populates="call", order_by="ProjectApplication.id"
    )

    @property
    def plan(self) -> CallPlan:
        """Return what the rules look at."""
        return CallPlan(
            opens_on=self.opens_on, closes_on=self.closes_on, envelope=self.envelope, most=self.most
        )


class CallCriterion(Base):
    """What the applications of a call are scored on."""

    __tablename__ = "finance_call_criterion"
    __table_args__ = (
        UniqueConstraint("call_id", "position"),
        CheckConstraint("weight BETWEEN 1 AND 10", name="weight"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("finance_call.id"))
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(200))
    meaning: Mapped[str]
    weight: Mapped[int]

    call: Mapped[ProjectCall] = relationship(back_populates="criteria")


class ProjectApplication(Base):
    """What a structure applies for in a call (candidature)."""

    __tablename__ = "finance_application"
    __table_args__ = (
        UniqueConstraint("id", "call_id"),
        CheckConstraint("asked > 0 AND budget >= asked", name="amounts_in_order"),
        CheckConstraint("granted IS NULL OR (granted > 0 AND granted <= asked)", name="granted_within_asked"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("finance_call.id"), index=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str]
    asked: Mapped[Money]
    budget: Mapped[Money]
    granted: Mapped[Money | None]
    state: Mapped[ApplicationState] = mapped_column(one_of(ApplicationState))
    submitted_at: Mapped[datetime]

    call: Mapped[ProjectCall] = relationship(back_populates="applications")
    applicant: Mapped[Actor] = relationship()
    files: Mapped[list["ApplicationFile"]] = relationship(
        back_populates="application", order_by="ApplicationFile.file_id"
    )
    reviews: Mapped[list["ProjectReview"]] = relationship(
        back_populates="application", order_by="ProjectReview.id"
    )
    agreement: Mapped["ProjectAgreement | None"] = relationship(
        back_populates="application", primaryjoin="ProjectApplication.id == ProjectAgreement.application_id",
        foreign_keys="ProjectAgreement.application_id",
    )  # fmt: skip


class ApplicationFile(Base):
    """A file that belongs to an application."""

    __tablename__ = "finance_application_file"

    application_id: Mapped[int] = mapped_column(ForeignKey("finance_application.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True, index=True)

    application: Mapped[ProjectApplication] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship()


class ProjectReview(Base):
    """What a member of the committee says of an application: its scores and words, or its conflict of interest."""

    __tablename__ = "finance_review"
    __table_args__ = (
        UniqueConstraint("application_id", "reviewer_id"),
        CheckConstraint("conflict IS NULL OR comment IS NULL", name="conflict_is_silent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("finance_application.id"), index=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    conflict: Mapped[str | None] = mapped_column(String(500))
    comment: Mapped[str | None]
    written_at: Mapped[datetime]

    application: Mapped[ProjectApplication] = relationship(back_populates="reviews")
    reviewer: Mapped[Actor] = relationship()
    scores: Mapped[list["ReviewScore"]] = relationship(
        back_populates="review", cascade="all, delete-orphan", order_by="ReviewScore.criterion_id"
    )


class ReviewScore(Base):
    """The score that a review gives on a criterion; the database refuses it where a conflict was declared."""

    __tablename__ = "finance_review_score"
    __table_args__ = (CheckConstraint("value BETWEEN 0 AND 5", name="value"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("finance_review.id"), primary_key=True)
    criterion_id: Mapped[int] = mapped_column(
        ForeignKey("finance_call_criterion.id"), primary_key=True, index=True
    )
    value: Mapped[int]

    review: Mapped[ProjectReview] = relationship(back_populates="scores")
    criterion: Mapped[CallCriterion] = relationship()
