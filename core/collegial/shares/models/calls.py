"""Calls for what is due on shares, and the direct debits that collect it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.kernel.base import Base, one_of
from collegial.kernel.money import ZERO, Money
from collegial.membership.models import Member
from collegial.shares.models.register import ShareEntry, SharePayment
from collegial.shares.rules import DebitState


class PaymentCall(Base):
    """A call for what is due on a subscription (appel de versement); one a day for each at most.

    It keeps what was asked; only `sent_at` is written later, when the mail has left, or when it is noted that the
    letter did. `by_post` tells that nobody could be written to by mail.
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
    by_post: Mapped[bool] = mapped_column(default=False)

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
