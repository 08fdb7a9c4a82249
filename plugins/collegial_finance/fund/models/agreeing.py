"""The agreements that commit a fund: their instalments, what shows that they are due, their reports."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Base, Money, StoredFile, one_of
from collegial_finance.fund.models.calling import ProjectApplication
from collegial_finance.fund.models.funding import ExperimentFund
from collegial_finance.fund.rules import Instalment, ReportKind
from collegial_finance.ledger.models import Entry


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
    drafts: Mapped[list["AgreementDraft"]] = relationship(
        back_populates="agreement", order_by="AgreementDraft.id"
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


class AgreementDraft(Base):
    """What an agreement said until it was drawn up anew, by whom and why; written once."""

    __tablename__ = "finance_agreement_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("finance_project_agreement.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    duties: Mapped[str]
    instalments: Mapped[list[Any]]
    reason: Mapped[str] = mapped_column(String(500))
    replaced_by: Mapped[str] = mapped_column(String(200))
    replaced_on: Mapped[date]

    agreement: Mapped[ProjectAgreement] = relationship(back_populates="drafts")

    @property
    def parts(self) -> list[Instalment]:
        """Return its instalments, in their order."""
        return [
            Instalment(
                amount=Money(one["cents"]), due_on=date.fromisoformat(one["due_on"]), condition=one["condition"],
                needs_evidence=one["needs_evidence"],
            )
            for one in self.instalments
        ]  # fmt: skip


class AgreementInstalment(Base):
    """A part of what is agreed, paid at once or in several payments, after its evidence where it needs some.

    `paid` is the sum of its payments, which the database holds; the day and the entry are those of the last one.
    """

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
    approval: Mapped["InstalmentApproval | None"] = relationship(back_populates="instalment")
    payments: Mapped[list["InstalmentPayment"]] = relationship(
        back_populates="instalment", order_by="InstalmentPayment.id"
    )
    entry: Mapped[Entry | None] = relationship()

    @property
    def told(self) -> Instalment:
        """Return what is agreed of it."""
        return Instalment(
            amount=self.amount,
            due_on=self.due_on,
            condition=self.condition,
            needs_evidence=self.needs_evidence,
        )

    @property
    def left(self) -> Money:
        """Return what is not paid of it."""
        return self.amount - self.paid

    @property
    def standing(self) -> list["InstalmentEvidence"]:
        """Return the evidence that was not refused."""
        return [one for one in self.evidence if one.refusal is None]

    @property
    def lacked(self) -> str | None:
        """Return what the evidence that was refused last lacked, while no other is handed in; None without any."""
        if self.standing or not self.evidence:
            return None
        refusals = [one.refusal for one in self.evidence if one.refusal]
        return max(refusals, key=lambda one: one.id).reason

    @property
    def awaits_evidence(self) -> bool:
        """Tell whether it waits for what shows that it is due."""
        return self.needs_evidence and not self.paid and not self.standing

    @property
    def awaits_approval(self) -> bool:
        """Tell whether its evidence is there and waits to be approved."""
        return self.needs_evidence and not self.paid and bool(self.standing) and self.approval is None


class InstalmentPayment(Base):
    """A payment of an instalment, written once; the database refuses one beyond what is left of it."""

    __tablename__ = "finance_instalment_payment"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instalment_id: Mapped[int] = mapped_column(ForeignKey("finance_instalment.id"), index=True)
    amount: Mapped[Money]
    paid_on: Mapped[date]
    entry_id: Mapped[int] = mapped_column(ForeignKey("finance_entry.id"), index=True)

    instalment: Mapped[AgreementInstalment] = relationship(back_populates="payments")
    entry: Mapped[Entry] = relationship()


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
    refusal: Mapped["EvidenceRefusal | None"] = relationship(back_populates="evidence")


class EvidenceRefusal(Base):
    """That evidence was examined and shows too little, and why; written once, and other evidence may follow."""

    __tablename__ = "finance_evidence_refusal"
    __table_args__ = (UniqueConstraint("evidence_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("finance_evidence.id"))
    refused_at: Mapped[datetime]
    refused_by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(500))

    evidence: Mapped[InstalmentEvidence] = relationship(back_populates="refusal")


class InstalmentApproval(Base):
    """That the evidence of an instalment was examined and is good, by another than who handed it in; written once."""

    __tablename__ = "finance_instalment_approval"
    __table_args__ = (UniqueConstraint("instalment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instalment_id: Mapped[int] = mapped_column(ForeignKey("finance_instalment.id"))
    approved_at: Mapped[datetime]
    approved_by: Mapped[str] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(String(500))

    instalment: Mapped[AgreementInstalment] = relationship(back_populates="approval")


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
