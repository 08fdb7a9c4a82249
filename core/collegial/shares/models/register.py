"""The entries of the register, the money paid for them, and the shares that wait to be redeemed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.kernel.base import Base, one_of
from collegial.kernel.money import ZERO, Money
from collegial.membership.models import Member
from collegial.shares.rules import EntryKind, PaymentMethod, WithdrawalCause, WithdrawalState, repayment

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
