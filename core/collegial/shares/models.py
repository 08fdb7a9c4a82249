"""The register of shares: its entries, the money paid for them, withdrawals, calls and debits, and its guards."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.kernel.base import Base, one_of
from collegial.kernel.money import ZERO, Money
from collegial.membership.models import Member
from collegial.shares.rules import (
    DebitState,
    EntryKind,
    PaymentMethod,
    WithdrawalCause,
    WithdrawalState,
    repayment,
)

__all__ = [
    "Debit",
    "DebitMandate",
    "DebitOrder",
    "DebitState",
    "EntryKind",
    "PaymentCall",
    "PaymentMethod",
    "ShareDay",
    "ShareEntry",
    "ShareHolding",
    "SharePayment",
    "ShareRegister",
    "Withdrawal",
    "WithdrawalCause",
    "WithdrawalState",
]

_SIDES = """CASE kind
 WHEN 'subscription' THEN from_member_id IS NULL AND to_member_id IS NOT NULL
 WHEN 'transfer' THEN from_member_id IS NOT NULL AND to_member_id IS NOT NULL
 WHEN 'correction' THEN from_member_id IS NOT NULL OR to_member_id IS NOT NULL
 ELSE from_member_id IS NOT NULL AND to_member_id IS NULL END"""


class ShareEntry(Base):
    """One movement of shares (mouvement de parts), written once under the next number (L13).

    A correction mirrors the entry that it corrects: the sides swapped, all else equal. Triggers of the
    migration refuse a gap in the numbers, a broken chain, a holding under zero, a capital under its floor.
    """

    __tablename__ = "share_entry"
    __table_args__ = (
        CheckConstraint("number > 0 AND shares > 0 AND nominal > 0", name="positive"),
        CheckConstraint(_SIDES, name="sides"),
        CheckConstraint(
            "from_member_id IS NULL OR to_member_id IS NULL OR from_member_id <> to_member_id", name="apart"
        ),
        CheckConstraint("(kind = 'correction') = (corrects_id IS NOT NULL)", name="corrects"),
        CheckConstraint("kind NOT IN ('cancellation', 'correction') OR reason IS NOT NULL", name="reasoned"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[EntryKind] = mapped_column(one_of(EntryKind))
    from_member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    to_member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    shares: Mapped[int]
    nominal: Mapped[Money]
    effective_on: Mapped[date] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("share_entry.id"), unique=True)
    reason: Mapped[str | None] = mapped_column(String(500))
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64), unique=True)

    from_member: Mapped[Member | None] = relationship(foreign_keys=[from_member_id])
    to_member: Mapped[Member | None] = relationship(foreign_keys=[to_member_id])
    corrects: Mapped["ShareEntry | None"] = relationship(
        remote_side="ShareEntry.id", foreign_keys=[corrects_id], back_populates="corrected_by"
    )
    corrected_by: Mapped["ShareEntry | None"] = relationship(
        foreign_keys=[corrects_id], back_populates="corrects", uselist=False
    )

    @property
    def amount(self) -> Money:
        """Return the nominal value of the shares that moved."""
        return self.nominal * self.shares


class SharePayment(Base):
    """Money received for one subscription, written once; a negative one corrects the payment it names.

    A trigger keeps the sum of a subscription's payments between zero and its nominal value.
    """

    __tablename__ = "share_payment"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="not_zero"),
        CheckConstraint("(amount < 0) = (corrects_id IS NOT NULL)", name="corrects"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("share_entry.id"), index=True)
    amount: Mapped[Money]
    method: Mapped[PaymentMethod] = mapped_column(one_of(PaymentMethod))
    received_on: Mapped[date] = mapped_column(index=True)
    reference: Mapped[str | None] = mapped_column(String(140))
    recorded_at: Mapped[datetime]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("share_payment.id"), unique=True)
    reason: Mapped[str | None] = mapped_column(String(500))

    entry: Mapped[ShareEntry] = relationship()
    corrects: Mapped["SharePayment | None"] = relationship(
        remote_side="SharePayment.id", foreign_keys=[corrects_id], back_populates="corrected_by"
    )
    corrected_by: Mapped["SharePayment | None"] = relationship(
        foreign_keys=[corrects_id], back_populates="corrects", uselist=False
    )


class Withdrawal(Base):
    """Shares to be redeemed (retrait), in order of arrival; executed when the floor of the capital allows (L11).

    Once executed, `loss_per_share` is the part of the losses borne by each share, `unpaid` what was still
    due on the shares and is set off, and `repayment_due_on` the last day to repay (L14).
    """

    __tablename__ = "share_withdrawal"
    __table_args__ = (
        CheckConstraint("shares > 0 AND loss_per_share >= 0 AND unpaid >= 0", name="positive"),
        CheckConstraint("(state = 'executed') = (entry_id IS NOT NULL)", name="executed"),
        CheckConstraint("(state = 'executed') = (repayment_due_on IS NOT NULL)", name="due"),
        CheckConstraint("repaid_on IS NULL OR state = 'executed'", name="repaid"),
        Index("ix_share_withdrawal_queue", "state", "requested_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    shares: Mapped[int]
    cause: Mapped[WithdrawalCause] = mapped_column(one_of(WithdrawalCause))
    requested_on: Mapped[date]
    recorded_at: Mapped[datetime]
    state: Mapped[WithdrawalState] = mapped_column(one_of(WithdrawalState), default=WithdrawalState.QUEUED)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("share_entry.id"), unique=True)
    loss_per_share: Mapped[Money] = mapped_column(default=ZERO)
    unpaid: Mapped[Money] = mapped_column(default=ZERO)
    repayment_due_on: Mapped[date | None] = mapped_column(index=True)
    repaid_on: Mapped[date | None]

    member: Mapped[Member] = relationship()
    entry: Mapped[ShareEntry | None] = relationship()

    @property
    def repayment(self) -> Money | None:
        """Return what is to be repaid for the shares; None until the withdrawal is executed."""
        if self.entry is None:
            return None
        return repayment(self.shares, self.entry.nominal, loss=self.loss_per_share, unpaid=self.unpaid)


class ShareRegister(Base):
    """The guard of the register: one row, locked by whoever writes an entry and kept by triggers.

    `capital` and `highest_capital` follow the entries; `floor` is the floor as far as the capital has ever
    reached it. The clauses `minimum` and `floor_numerator`/`floor_denominator` are those of the statutes in
    force, copied by the services so that the database can hold them. What people read is derived from the
    entries, not from here.
    """

    __tablename__ = "share_register"
    __table_args__ = (
        CheckConstraint("id = 1", name="single"),
        CheckConstraint("capital >= floor", name="floor"),
        CheckConstraint("minimum >= 0", name="minimum"),
        CheckConstraint(
            "floor_denominator > 0 AND floor_numerator BETWEEN 0 AND floor_denominator", name="share"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))
    nominal: Mapped[Money]
    capital: Mapped[Money]
    highest_capital: Mapped[Money]
    floor: Mapped[Money]
    minimum: Mapped[Money]
    floor_numerator: Mapped[int]
    floor_denominator: Mapped[int]


class ShareHolding(Base):
    """A guard kept by triggers: how many shares a member holds by all entries, never under zero."""

    __tablename__ = "share_holding"
    __table_args__ = (CheckConstraint("shares >= 0", name="positive"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, autoincrement=False)
    shares: Mapped[int]


class ShareDay(Base):
    """A guard kept by triggers: by how much all entries of a day changed the capital."""

    __tablename__ = "share_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    change: Mapped[Money]


class PaymentCall(Base):
    """A call for what is due on a subscription (appel de versement); one a day for each at most.

    It keeps what was asked; only `sent_at` is written later, when the mail has left.
    """

    __tablename__ = "share_call"
    __table_args__ = (
        UniqueConstraint("entry_id", "called_on"),
        CheckConstraint("amount > 0", name="positive"),
        CheckConstraint("pay_by >= called_on", name="in_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("share_entry.id"))
    amount: Mapped[Money]
    called_on: Mapped[date]
    pay_by: Mapped[date]
    recorded_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    entry: Mapped[ShareEntry] = relationship()

    @property
    def reference(self) -> str:
        """Return what the payment is recognised by."""
        return f"PARTS-{self.entry.number}"


class DebitMandate(Base):
    """A member's leave to debit an account (mandat de prélèvement SEPA); one in force at a time.

    The account belongs to the mandate that was signed for it: another account needs another mandate.
    """

    __tablename__ = "share_debit_mandate"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= signed_on", name="period"),
        Index(
            "uq_share_debit_mandate_current",
            "member_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    reference: Mapped[str] = mapped_column(String(35), unique=True)
    holder: Mapped[str] = mapped_column(String(70))
    iban: Mapped[str] = mapped_column(String(34))
    signed_on: Mapped[date]
    ended_on: Mapped[date | None]
    recorded_at: Mapped[datetime]

    member: Mapped[Member] = relationship()

    @property
    def masked_iban(self) -> str:
        """Return what may be shown of the account: the country and the last four signs."""
        return f"{self.iban[:2]}•• •••• {self.iban[-4:]}"


class DebitOrder(Base):
    """Direct debits asked of the bank in one file; confirmed or cancelled once, as a whole."""

    __tablename__ = "share_debit_order"
    __table_args__ = (
        CheckConstraint("state <> 'returned'", name="whole"),
        CheckConstraint("(state = 'waiting') = (closed_on IS NULL)", name="closed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(35), unique=True)
    collected_on: Mapped[date]
    state: Mapped[DebitState] = mapped_column(one_of(DebitState), default=DebitState.WAITING)
    closed_on: Mapped[date | None]
    recorded_at: Mapped[datetime]

    debits: Mapped[list["Debit"]] = relationship(back_populates="order", order_by="Debit.id")

    @property
    def amount(self) -> Money:
        """Return what the whole order asks for."""
        return sum((one.amount for one in self.debits), ZERO)


class Debit(Base):
    """One direct debit for what is due on a subscription; a subscription waits for one at most."""

    __tablename__ = "share_debit"
    __table_args__ = (
        CheckConstraint("amount > 0", name="positive"),
        CheckConstraint("(state = 'paid') = (payment_id IS NOT NULL)", name="paid"),
        Index(
            "uq_share_debit_waiting",
            "entry_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("share_debit_order.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("share_entry.id"), index=True)
    mandate_id: Mapped[int] = mapped_column(ForeignKey("share_debit_mandate.id"), index=True)
    amount: Mapped[Money]
    reference: Mapped[str] = mapped_column(String(35), unique=True)
    state: Mapped[DebitState] = mapped_column(one_of(DebitState), default=DebitState.WAITING)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("share_payment.id"), unique=True)

    order: Mapped[DebitOrder] = relationship(back_populates="debits")
    entry: Mapped[ShareEntry] = relationship()
    mandate: Mapped[DebitMandate] = relationship()
    payment: Mapped[SharePayment | None] = relationship()
