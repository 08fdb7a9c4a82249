"""A guarantee fund, what was paid into it, the files it guarantees, and the steps of each."""

import enum
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from collegial.plugin import ZERO, Actor, Base, Group, Money, one_of
from collegial_finance.guarantees.rules import Fund, commission, exposure
from collegial_finance.loans.rules import Repayment, Terms
from collegial_finance.modes import FundMode


class FileState(enum.Enum):
    """How far a file has come, from the request to its end."""

    REQUESTED = "requested"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    ISSUED = "issued"
    RELEASED = "released"
    INCIDENT = "incident"
    CALLED = "called"
    WITHDRAWN = "withdrawn"


class GuaranteeFund(Base):
    """A fund; `endowment` follows its contributions, `lost` what its files paid and did not recover, `capacity` both.

    They are locked by whoever commits it.
    """

    __tablename__ = "finance_guarantee_fund"
    __table_args__ = (
        CheckConstraint("endowment >= 0 AND capacity >= 0", name="amounts_positive"),
        CheckConstraint("mode <> 'own' OR legal_basis IS NOT NULL", name="own_with_basis"),
        CheckConstraint("lost >= 0 AND (capacity = 0 OR lost < endowment)", name="lost_is_not_committed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    mode: Mapped[FundMode] = mapped_column(one_of(FundMode))
    legal_basis: Mapped[str | None] = mapped_column(String(500))
    multiplier: Mapped[Fraction]
    endowment: Mapped[Money]
    lost: Mapped[Money] = mapped_column(server_default="0", default=ZERO)
    capacity: Mapped[Money]
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("work_group.id"), index=True)

    committee: Mapped[Group | None] = relationship()
    contributions: Mapped[list["Endowment"]] = relationship(back_populates="fund", order_by="Endowment.id")
    files: Mapped[list["GuaranteeFile"]] = relationship(back_populates="fund", order_by="GuaranteeFile.id")

    @property
    def rule(self) -> Fund:
        """Return what the rules look at."""
        return Fund(endowment=self.endowment, multiplier=self.multiplier, lost=self.lost)

    @property
    def source(self) -> str:
        """Return the name under which the books keep its movements."""
        return f"guarantee:{self.id}"


class Endowment(Base):
    """What a contributor paid into a fund, written once."""

    __tablename__ = "finance_endowment"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("finance_guarantee_fund.id"), index=True)
    contributor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    amount: Mapped[Money]
    entry_id: Mapped[int] = mapped_column(ForeignKey("finance_entry.id"), index=True)

    fund: Mapped[GuaranteeFund] = relationship(back_populates="contributions")
    contributor: Mapped[Actor] = relationship()


class GuaranteedLoan(Base):
    """A loan that one or several funds guarantee, written once; `most` is what all guarantees together may cover.

    `elsewhere` is what guarantors outside this deployment cover of it.
    """

    __tablename__ = "finance_guaranteed_loan"
    __table_args__ = (
        CheckConstraint("0 < most AND most <= principal", name="most_within_principal"),
        CheckConstraint("0 <= elsewhere AND elsewhere <= most", name="elsewhere_within_most"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    principal: Mapped[Money]
    ceiling: Mapped[Fraction]
    most: Mapped[Money]
    elsewhere: Mapped[Money]

    files: Mapped[list["GuaranteeFile"]] = relationship(back_populates="loan", order_by="GuaranteeFile.id")


class Said:
    """What a file says of its loan and of its guarantee, now or before it was changed."""

    borrower_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    loan_id: Mapped[int | None] = mapped_column(ForeignKey("finance_guaranteed_loan.id"), index=True)
    lender: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str]
    principal: Mapped[Money]
    rate: Mapped[Fraction]
    months: Mapped[int]
    deferred: Mapped[int]
    repayment: Mapped[Repayment] = mapped_column(one_of(Repayment))
    cover: Mapped[Fraction]
    commission: Mapped[Fraction]

    @declared_attr
    @classmethod
    def borrower(cls) -> Mapped[Actor]:
        """Return who borrows."""
        return relationship()


SAID = (
    "borrower_id", "loan_id", "lender", "purpose", "principal", "rate", "months", "deferred", "repayment",
    "cover", "commission",
)  # fmt: skip


class GuaranteeFile(Said, Base):
    """A loan that a fund is asked to guarantee; `exposure` is what the fund stands for today.

    `provision` is what is set aside for a call that is likely.
    """

    __tablename__ = "finance_guarantee_file"
    __table_args__ = (
        CheckConstraint("principal > 0 AND months > 0", name="a_loan"),
        CheckConstraint("exposure >= 0 AND paid >= 0 AND recovered >= 0", name="amounts_positive"),
        CheckConstraint("paid <= guaranteed", name="paid_within_guarantee"),
        CheckConstraint("exposure = 0 OR state IN ('issued', 'incident')", name="exposed_while_issued"),
        CheckConstraint("repaid_months BETWEEN 0 AND months", name="repaid_within_loan"),
        CheckConstraint("provision BETWEEN 0 AND exposure", name="provision_within_exposure"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("finance_guarantee_fund.id"), index=True)
    guaranteed: Mapped[Money]
    state: Mapped[FileState] = mapped_column(one_of(FileState), default=FileState.REQUESTED)
    repaid_months: Mapped[int] = mapped_column(default=0)
    exposure: Mapped[Money]
    paid: Mapped[Money]
    recovered: Mapped[Money]
    provision: Mapped[Money] = mapped_column(server_default="0", default=ZERO)
    requested_on: Mapped[date]

    fund: Mapped[GuaranteeFund] = relationship(back_populates="files")
    loan: Mapped[GuaranteedLoan | None] = relationship(back_populates="files")
    steps: Mapped[list["FileStep"]] = relationship(back_populates="file", order_by="FileStep.id")
    changes: Mapped[list["FileChange"]] = relationship(back_populates="file", order_by="FileChange.id")

    @property
    def terms(self) -> Terms:
        """Return the loan's terms."""
        return Terms(
            principal=self.principal, rate=self.rate, months=self.months, repayment=self.repayment,
            deferred=self.deferred,
        )  # fmt: skip

    @property
    def fee(self) -> Money:
        """Return the commission in euros, which is booked when the guarantee is issued."""
        return commission(self.guaranteed, [self.commission])

    @property
    def at_first(self) -> Money:
        """Return what the fund stands for once the guarantee is issued, before anything is repaid."""
        return exposure(self.cover, self.principal, self.guaranteed)


class FileChange(Said, Base):
    """What a file said before it was changed, who changed it and why, written once."""

    __tablename__ = "finance_file_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("finance_guarantee_file.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    changed_by: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime]

    file: Mapped[GuaranteeFile] = relationship(back_populates="changes")
    loan: Mapped[GuaranteedLoan | None] = relationship()


class FileStep(Base):
    """A step of a file, written once, with what it moved, and by how much it changed the provision."""

    __tablename__ = "finance_file_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("finance_guarantee_file.id"), index=True)
    state: Mapped[FileState] = mapped_column(one_of(FileState))
    note: Mapped[str | None]
    amount: Mapped[Money]
    set_aside: Mapped[Money] = mapped_column(server_default="0", default=ZERO)
    exposure: Mapped[Money]
    taken_at: Mapped[datetime]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("finance_entry.id"), index=True)

    file: Mapped[GuaranteeFile] = relationship(back_populates="steps")
