"""An experiment fund, who promises what to it, and what came in."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Actor, Base, Group, Money, one_of
from collegial_finance.fund.rules import ContributorKind
from collegial_finance.ledger.models import Entry

if TYPE_CHECKING:
    from collegial_finance.fund.models.calling import ProjectCall


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
    """What a contributor promised (convention), for all calls or earmarked for one; ended early, with the reason.

    Amount and last day are those of its latest amendment; the database lets nothing else change them.
    """

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
    amendments: Mapped[list["ConventionAmendment"]] = relationship(
        back_populates="convention", order_by="ConventionAmendment.id"
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


class ConventionAmendment(Base):
    """What both sides changed in a convention (avenant), written once, with what stood before."""

    __tablename__ = "finance_convention_amendment"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("amount <> amount_before OR ends_on <> ends_before", name="changes_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention_id: Mapped[int] = mapped_column(ForeignKey("finance_fund_convention.id"), index=True)
    signed_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500))
    amount_before: Mapped[Money]
    amount: Mapped[Money]
    ends_before: Mapped[date]
    ends_on: Mapped[date]
    recorded_at: Mapped[datetime]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("finance_entry.id"), index=True)

    convention: Mapped[FundConvention] = relationship(back_populates="amendments")
    entry: Mapped[Entry | None] = relationship()


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
