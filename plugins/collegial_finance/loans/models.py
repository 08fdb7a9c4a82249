"""A loan fund, the money put into it, the loans it makes or follows, and the steps of each."""

import enum
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import ZERO, Actor, Base, Group, Money, one_of
from collegial_finance.loans.following import Course, Early
from collegial_finance.loans.rules import Repayment, Terms
from collegial_finance.modes import FundMode


class LoanState(enum.Enum):
    """How far a loan has come, from the request to its end."""

    REQUESTED = "requested"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    RUNNING = "running"
    REPAID = "repaid"
    LOST = "lost"


class LoanAct(enum.Enum):
    """What a step of a loan did."""

    REQUESTED = "requested"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    LENT = "lent"
    REPAYMENT = "repayment"
    EARLY = "early"
    PROVISION = "provision"
    LOST = "lost"
    RECOVERY = "recovery"


class LoanFund(Base):
    """Money to lend. `available` is what can be lent now, and is locked by whoever lends.

    In the mode `delegated` the money is a partner's, the `lender`; in `refer` the partner lends itself.
    """

    __tablename__ = "finance_loan_fund"
    __table_args__ = (
        CheckConstraint("available >= 0", name="within_its_means"),
        CheckConstraint("mode <> 'own' OR legal_basis IS NOT NULL", name="own_with_basis"),
        CheckConstraint("(mode = 'own') = (lender IS NULL)", name="another_with_lender"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    mode: Mapped[FundMode] = mapped_column(one_of(FundMode))
    legal_basis: Mapped[str | None] = mapped_column(String(500))
    lender: Mapped[str | None] = mapped_column(String(200))
    available: Mapped[Money]
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("work_group.id"), index=True)

    committee: Mapped[Group | None] = relationship()
    means: Mapped[list["LoanMeans"]] = relationship(back_populates="fund", order_by="LoanMeans.id")
    loans: Mapped[list["PoleLoan"]] = relationship(back_populates="fund", order_by="PoleLoan.id")

    @property
    def source(self) -> str:
        """Return the name under which the books keep its movements."""
        return f"loans:{self.id}"


class LoanMeans(Base):
    """What somebody put into a loan fund, or, below zero, what was given back; written once."""

    __tablename__ = "finance_loan_means"
    __table_args__ = (CheckConstraint("amount <> 0", name="amount_moves"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("finance_loan_fund.id"), index=True)
    contributor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    amount: Mapped[Money]
    entry_id: Mapped[int] = mapped_column(ForeignKey("finance_entry.id"), index=True)

    fund: Mapped[LoanFund] = relationship(back_populates="means")
    contributor: Mapped[Actor] = relationship()


class PoleLoan(Base):
    """A loan; `remaining` is the principal still to be repaid, `provision` what is set aside for its loss.

    Its terms change until it is decided on, which the database holds.
    `next_due` is the day of the oldest instalment that is not wholly paid, while it runs.
    """

    __tablename__ = "finance_loan"
    __table_args__ = (
        CheckConstraint("principal > 0 AND months > 0", name="a_loan"),
        CheckConstraint("remaining BETWEEN 0 AND principal", name="remaining_within_principal"),
        CheckConstraint("remaining = 0 OR state = 'running'", name="remaining_while_running"),
        CheckConstraint("provision BETWEEN 0 AND remaining", name="provision_within_remaining"),
        CheckConstraint("recovered >= 0 AND recovered <= lost", name="recovered_within_loss"),
        CheckConstraint("(lent_on IS NULL) = (first_due IS NULL)", name="lent_with_first_due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("finance_loan_fund.id"), index=True)
    borrower_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    purpose: Mapped[str]
    principal: Mapped[Money]
    rate: Mapped[Fraction]
    months: Mapped[int]
    deferred: Mapped[int]
    repayment: Mapped[Repayment] = mapped_column(one_of(Repayment))
    state: Mapped[LoanState] = mapped_column(one_of(LoanState))
    requested_on: Mapped[date]
    lent_on: Mapped[date | None]
    first_due: Mapped[date | None]
    next_due: Mapped[date | None] = mapped_column(index=True)
    remaining: Mapped[Money]
    provision: Mapped[Money]
    lost: Mapped[Money]
    recovered: Mapped[Money]

    fund: Mapped[LoanFund] = relationship(back_populates="loans")
    borrower: Mapped[Actor] = relationship()
    steps: Mapped[list["LoanStep"]] = relationship(back_populates="loan", order_by="LoanStep.id")

    @property
    def terms(self) -> Terms:
        """Return the loan's terms."""
        return Terms(
            principal=self.principal, rate=self.rate, months=self.months, repayment=self.repayment,
            deferred=self.deferred,
        )  # fmt: skip

    @property
    def times_changed(self) -> int:
        """Return how often what the file says was changed."""
        return sum(one.act is LoanAct.CHANGED for one in self.steps)

    @property
    def course(self) -> Course | None:
        """Return what the rules look at once the loan was paid out, by its steps."""
        if self.lent_on is None or self.first_due is None:
            return None
        repaid = (one.capital + one.interest for one in self.steps if one.act is LoanAct.REPAYMENT)
        earlies = (Early(one.after or 0, one.capital) for one in self.steps if one.act is LoanAct.EARLY)
        return Course(
            terms=self.terms, lent_on=self.lent_on, first_due=self.first_due, repaid=sum(repaid, ZERO),
            earlies=tuple(earlies),
        )  # fmt: skip


class LoanStep(Base):
    """A step of a loan, written once; `after` counts the instalments paid before an early repayment."""

    __tablename__ = "finance_loan_step"
    __table_args__ = (
        CheckConstraint("interest >= 0 AND remaining >= 0", name="amounts_positive"),
        CheckConstraint("(act = 'early') = (after IS NOT NULL)", name="early_after_some"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    loan_id: Mapped[int] = mapped_column(ForeignKey("finance_loan.id"), index=True)
    act: Mapped[LoanAct] = mapped_column(one_of(LoanAct))
    on: Mapped[date] = mapped_column("taken_on")
    note: Mapped[str | None]
    capital: Mapped[Money]
    interest: Mapped[Money]
    remaining: Mapped[Money]
    after: Mapped[int | None]
    taken_at: Mapped[datetime]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("finance_entry.id"), index=True)

    loan: Mapped[PoleLoan] = relationship(back_populates="steps")
