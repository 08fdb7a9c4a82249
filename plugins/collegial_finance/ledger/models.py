"""Accounts, entries and their movements, and the day through which the books are closed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Actor, Base, Money
from collegial_finance.ledger.chart import OFF_BALANCE


class LedgerAccount(Base):
    """An account of the chart, under its number (plan comptable); those that the tools use are named by `chart`."""

    __tablename__ = "finance_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str | None] = mapped_column(String(200))


class Ledger(Base):
    """The state of the books, one row, locked by whoever writes: the last number, and the last day that is closed."""

    __tablename__ = "finance_ledger"

    id: Mapped[int] = mapped_column(primary_key=True)
    last_number: Mapped[int]
    closed_through: Mapped[date | None]


class Entry(Base):
    """An entry, written once, under a number without gap; `size` is how many movements it has.

    `party` is the third party (tiers) of its movements on the accounts that hold something for others, or owed by them.
    """

    __tablename__ = "finance_entry"
    __table_args__ = (
        CheckConstraint("size > 0", name="size_positive"),
        CheckConstraint("(reverses_id IS NULL) = (reason IS NULL)", name="reversal_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    day: Mapped[date] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
    label: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(60), index=True)
    size: Mapped[int]
    party_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"), index=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("finance_entry.id"), unique=True)
    reason: Mapped[str | None] = mapped_column(String(500))

    party: Mapped[Actor | None] = relationship()
    reverses: Mapped["Entry | None"] = relationship(remote_side="Entry.id", back_populates="reversed_by")
    reversed_by: Mapped["Entry | None"] = relationship(back_populates="reverses")
    movements: Mapped[list["Movement"]] = relationship(back_populates="entry", order_by="Movement.position")

    @property
    def amount(self) -> Money:
        """Return what the entry moves in all; what it commits counts only where it moves nothing else."""
        moved = [one for one in self.movements if not one.is_commitment] or self.movements
        return Money(sum(one.amount.cents for one in moved))


class Movement(Base):
    """An amount that goes from one account to another: an entry of movements always balances."""

    __tablename__ = "finance_movement"
    __table_args__ = (
        UniqueConstraint("entry_id", "position"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("debit_id <> credit_id", name="two_accounts"),
        CheckConstraint("position > 0", name="position_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("finance_entry.id"))
    position: Mapped[int]
    debit_id: Mapped[int] = mapped_column(ForeignKey("finance_account.id"), index=True)
    credit_id: Mapped[int] = mapped_column(ForeignKey("finance_account.id"), index=True)
    amount: Mapped[Money]

    entry: Mapped[Entry] = relationship(back_populates="movements")
    debit: Mapped[LedgerAccount] = relationship(foreign_keys=debit_id)
    credit: Mapped[LedgerAccount] = relationship(foreign_keys=credit_id)

    @property
    def is_commitment(self) -> bool:
        """Tell whether it stands beside the balance sheet."""
        return self.debit.number.startswith(OFF_BALANCE)


class Closing(Base):
    """That the books were closed through a day; it is never taken back."""

    __tablename__ = "finance_closing"

    id: Mapped[int] = mapped_column(primary_key=True)
    through: Mapped[date] = mapped_column(unique=True)
    closed_at: Mapped[datetime]
