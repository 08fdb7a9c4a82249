"""The contract of each participant, the days that were done, the compensation that was paid."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Actor, Base, Money, Participation
from collegial_atelier.models.atelier import Atelier
from collegial_atelier.rules import Ledger


class Contract(Base):
    """What a structure commits to, and the compensation for it (engagement contractuel, indemnisé).

    `paid` follows the payments in the same statement, so that the database refuses more than was agreed.
    """

    __tablename__ = "atelier_contract"
    __table_args__ = (
        UniqueConstraint("atelier_id", "number"),
        CheckConstraint("half_days >= 1", name="half_days"),
        CheckConstraint("paid >= 0 AND paid <= compensation", name="paid_within"),
        CheckConstraint("paid = 0 OR signed_on IS NOT NULL", name="paid_once_signed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    atelier_id: Mapped[int] = mapped_column(ForeignKey("atelier_atelier.id"))
    number: Mapped[int]
    participation_id: Mapped[int] = mapped_column(ForeignKey("work_participation.id"), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"), index=True)
    half_days: Mapped[int]
    compensation: Mapped[Money]
    paid: Mapped[Money]
    drawn_on: Mapped[date]
    signed_on: Mapped[date | None]

    atelier: Mapped[Atelier] = relationship(back_populates="contracts")
    participation: Mapped[Participation] = relationship()
    person: Mapped[Actor | None] = relationship()
    days: Mapped[list["WorkedDay"]] = relationship(back_populates="contract", order_by="WorkedDay.done_on")
    payments: Mapped[list["Payment"]] = relationship(back_populates="contract", order_by="Payment.id")

    @property
    def ledger(self) -> Ledger:
        """Return the account of the contract."""
        return Ledger(
            agreed=self.compensation, paid=self.paid, half_days_due=self.half_days,
            half_days_done=sum(one.half_days for one in self.days),
        )  # fmt: skip


class WorkedDay(Base):
    """What was done under a contract on a day, in half days."""

    __tablename__ = "atelier_day"
    __table_args__ = (CheckConstraint("half_days IN (1, 2)", name="half_days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("atelier_contract.id"), index=True)
    done_on: Mapped[date]
    half_days: Mapped[int]
    what: Mapped[str] = mapped_column(String(200))

    contract: Mapped[Contract] = relationship(back_populates="days")


class Payment(Base):
    """A part of a compensation that was paid; never changed."""

    __tablename__ = "atelier_payment"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("atelier_contract.id"), index=True)
    amount: Mapped[Money]
    paid_on: Mapped[date]
    reference: Mapped[str | None] = mapped_column(String(100))

    contract: Mapped[Contract] = relationship(back_populates="payments")
