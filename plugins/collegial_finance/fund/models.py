"""An experiment fund, who pays into it, its calls and applications, and the agreements that commit it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Actor, Base, Group, Money, StoredFile, one_of
from collegial_finance.fund.rules import ApplicationState, CallPlan, ContributorKind, ReportKind
from collegial_finance.ledger.models import Entry


class ExperimentFund(Base):
    """An experiment fund (fonds d’expérimentation), with the group that is its committee."""

    __tablename__ = "finance_experiment_fund"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    purpose: Mapped[str]
    committee_id: Mapped[int] = mapped_column(ForeignKey("work_group.id"), index=True)
    opened_on: Mapped[date]

    committee: Mapped[Group] = relationship()
    conventions: Mapped[list["FundConvention"]] = relationship(
        back_populates="fund", order_by="FundConvention.id"
    )
    calls: Mapped[list["ProjectCall"]] = relationship(
        back_populates="fund", order_by="ProjectCall.closes_on.desc()"
    )

    @property
    def source(self) -> str:
        """Return the name under which the books keep its movements."""
        return f"experiment:{self.id}"


class FundConvention(Base):
    """What a contributor promised (convention), for all calls or earmarked for one; ended early, with the reason."""

    __tablename__ = "finance_fund_convention"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("ends_on >= starts_on", name="period"),
        CheckConstraint("(ended_on IS NULL) = (end_reason IS NULL)", name="ended_with_reason"),
        ForeignKeyConstraint(["call_id", "fund_id"], ["finance_call.id", "finance_call.fund_id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("finance_experiment_fund.id"), index=True)
    contributor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    kind: Mapped[ContributorKind] = mapped_column(one_of(ContributorKind))
    amount: Mapped[Money]
    call_id: Mapped[int | None] = mapped_column(index=True)
    earmark: Mapped[str | None] = mapped_column(String(500))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None] = mapped_column(String(500))
    entry_id: Mapped[int] = mapped_column(ForeignKey("finance_entry.id"), index=True)

    fund: Mapped[ExperimentFund] = relationship(back_populates="conventions", foreign_keys=[fund_id])
    contributor: Mapped[Actor] = relationship()
    call: Mapped["ProjectCall | None"] = relationship(
        primaryjoin="FundConvention.call_id == ProjectCall.id", foreign_keys=[call_id], viewonly=True
    )
    receipts: Mapped[list["FundReceipt"]] = relationship(
        back_populates="convention", order_by="FundReceipt.id"
    )
    entry: Mapped[Entry] = relationship()

    @property
    def received(self) -> Money:
        """Return what was paid in under it."""
        return Money(sum(one.amount.cents for one in self.receipts))

    @property
    def left(self) -> Money:
        """Return what is still promised; nothing once it has ended early."""
        return Money(0) if self.ended_on else self.amount - self.received


class FundReceipt(Base):
    """Money paid in under a convention, written once, with its entry in the books."""

    __tablename__ = "finance_fund_receipt"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    convention_id: Mapped[int] = mapped_column(ForeignKey("finance_fund_convention.id"), index=True)
    amount: Mapped[Money]
    received_on: Mapped[date]
    entry_id: Mapped[int] = mapped_column(ForeignKey("finance_entry.id"), index=True)

    convention: Mapped[FundConvention] = relationship(back_populates="receipts")
    entry: Mapped[Entry] = relationship()


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


class ProjectAgreement(Base):
    """What the fund owes to an accepted application (convention d’aide): it commits the fund from its day on.

    The database refuses a commitment beyond what was received for the call. `released` is what was
    given back to the fund at the end.
    """

    __tablename__ = "finance_project_agreement"
    __table_args__ = (
        UniqueConstraint("application_id"),
        CheckConstraint("0 < amount AND 0 <= released AND released <= amount", name="amounts_in_order"),
        CheckConstraint("ends_on >= starts_on", name="period"),
        ForeignKeyConstraint(
            ["application_id", "call_id"], ["finance_application.id", "finance_application.call_id"]
        ),
        ForeignKeyConstraint(["call_id", "fund_id"], ["finance_call.id", "finance_call.fund_id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int]
    call_id: Mapped[int] = mapped_column(index=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("finance_experiment_fund.id"), index=True)
    amount: Mapped[Money]
    released: Mapped[Money]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    duties: Mapped[str]
    drawn_on: Mapped[date]
    signed_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    entry_id: Mapped[int] = mapped_column(ForeignKey("finance_entry.id"), index=True)

    fund: Mapped[ExperimentFund] = relationship(foreign_keys=[fund_id])
    application: Mapped[ProjectApplication] = relationship(
        back_populates="agreement", primaryjoin="ProjectApplication.id == ProjectAgreement.application_id",
        foreign_keys="ProjectAgreement.application_id",
    )  # fmt: skip
    instalments: Mapped[list["AgreementInstalment"]] = relationship(
        back_populates="agreement", order_by="AgreementInstalment.position"
    )
    reports: Mapped[list["ProjectReport"]] = relationship(
        back_populates="agreement", order_by="ProjectReport.id"
    )
    entry: Mapped[Entry] = relationship()

    @property
    def paid(self) -> Money:
        """Return what was paid."""
        return Money(sum(one.paid.cents for one in self.instalments))

    @property
    def committed(self) -> Money:
        """Return what it commits of the fund, paid or not."""
        return self.amount - self.released


class AgreementInstalment(Base):
    """A part of what is agreed, paid once, after its evidence where it needs some."""

    __tablename__ = "finance_instalment"
    __table_args__ = (
        UniqueConstraint("agreement_id", "position"),
        CheckConstraint("0 < amount AND 0 <= paid AND paid <= amount", name="paid_within_amount"),
        CheckConstraint("(paid > 0) = (entry_id IS NOT NULL)", name="paid_with_entry"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("finance_project_agreement.id"))
    position: Mapped[int]
    condition: Mapped[str] = mapped_column(String(300))
    amount: Mapped[Money]
    due_on: Mapped[date]
    needs_evidence: Mapped[bool]
    paid: Mapped[Money]
    paid_on: Mapped[date | None]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("finance_entry.id"), index=True)

    agreement: Mapped[ProjectAgreement] = relationship(back_populates="instalments")
    evidence: Mapped[list["InstalmentEvidence"]] = relationship(
        back_populates="instalment", order_by="InstalmentEvidence.id"
    )
    entry: Mapped[Entry | None] = relationship()


class InstalmentEvidence(Base):
    """What shows that an instalment is due (justificatif): a file with a note."""

    __tablename__ = "finance_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    instalment_id: Mapped[int] = mapped_column(ForeignKey("finance_instalment.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    note: Mapped[str | None] = mapped_column(String(500))
    handed_at: Mapped[datetime]

    instalment: Mapped[AgreementInstalment] = relationship(back_populates="evidence")
    file: Mapped[StoredFile] = relationship()


class ProjectReport(Base):
    """What became of the money (compte rendu), told by the structure; the final one ends the agreement."""

    __tablename__ = "finance_report"
    __table_args__ = (CheckConstraint("spent >= 0", name="spent"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("finance_project_agreement.id"), index=True)
    kind: Mapped[ReportKind] = mapped_column(one_of(ReportKind))
    text: Mapped[str]
    spent: Mapped[Money]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    handed_at: Mapped[datetime]

    agreement: Mapped[ProjectAgreement] = relationship(back_populates="reports")
    file: Mapped[StoredFile | None] = relationship()
