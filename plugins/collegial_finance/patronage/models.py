"""Who may give receipts, campaigns, gifts, and the receipts, gapless by issuer and year."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Actor, Base, Money, one_of
from collegial_finance.patronage.rules import IssuerForm


class GiftKind(enum.Enum):
    """What is given: money, a thing, or the time and skills of a company's people."""

    MONEY = "money"
    IN_KIND = "in_kind"
    SKILLS = "skills"


class GiftDeed(enum.Enum):
    """By what deed a gift is given: nearly all pass from hand to hand, without one (L52)."""

    MANUAL = "manual"
    PRIVATE = "private"
    NOTARIAL = "notarial"
    OTHER = "other"


class GiftMethod(enum.Enum):
    """How a gift came."""

    TRANSFER = "transfer"
    CHEQUE = "cheque"
    CASH = "cash"
    CARD = "card"
    OTHER = "other"


class ReceiptIssuer(Base):
    """An association, a foundation or an endowment fund that receives gifts and gives receipts for them."""

    __tablename__ = "finance_issuer"
    __table_args__ = (CheckConstraint("form NOT IN ('company', 'scic')", name="no_company"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), unique=True)
    form: Mapped[IssuerForm] = mapped_column(one_of(IssuerForm))
    purpose: Mapped[str] = mapped_column(String(500))
    address: Mapped[str] = mapped_column(String(500))
    signatory: Mapped[str] = mapped_column(String(200))

    actor: Mapped[Actor] = relationship()


class Campaign(Base):
    """A call for gifts to one issuer, which everyone may read once it is public."""

    __tablename__ = "finance_campaign"
    __table_args__ = (
        CheckConstraint("target > 0", name="target_positive"),
        CheckConstraint("closes_on >= opens_on", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    issuer_id: Mapped[int] = mapped_column(ForeignKey("finance_issuer.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str]
    target: Mapped[Money]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    is_public: Mapped[bool] = mapped_column(default=False)

    issuer: Mapped[ReceiptIssuer] = relationship()
    gifts: Mapped[list["PatronGift"]] = relationship(back_populates="campaign", order_by="PatronGift.id")

    @property
    def kept(self) -> list["PatronGift"]:
        """Return the gifts that were not withdrawn."""
        return [one for one in self.gifts if one.withdrawn_at is None]


class PatronGift(Base):
    """A gift to a campaign; its patron is named to everyone only where it agreed.

    What was recorded by mistake is withdrawn, and stays as it was; what is recorded in its stead replaces it.
    """

    __tablename__ = "finance_gift"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("kind = 'money' OR description IS NOT NULL", name="kind_described"),
        CheckConstraint("(withdrawn_at IS NULL) = (reason IS NULL)", name="withdrawn_with_reason"),
        Index("uq_finance_gift_replaces_id", "replaces_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("finance_campaign.id"), index=True)
    patron_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    kind: Mapped[GiftKind] = mapped_column(one_of(GiftKind))
    method: Mapped[GiftMethod] = mapped_column(one_of(GiftMethod))
    deed: Mapped[GiftDeed] = mapped_column(one_of(GiftDeed), server_default=GiftDeed.MANUAL.value)
    amount: Mapped[Money]
    description: Mapped[str | None] = mapped_column(String(500))
    received_on: Mapped[date]
    may_thank: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(500))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("finance_gift.id"))

    campaign: Mapped[Campaign] = relationship(back_populates="gifts")
    patron: Mapped[Actor] = relationship()
    receipts: Mapped[list["GiftReceipt"]] = relationship(back_populates="gift", order_by="GiftReceipt.id")
    replaces: Mapped["PatronGift | None"] = relationship(
        remote_side="PatronGift.id", back_populates="replaced_by"
    )
    replaced_by: Mapped["PatronGift | None"] = relationship(back_populates="replaces", uselist=False)

    @property
    def way(self) -> GiftMethod | None:
        """Return how money came; a thing, time or skills come by no way of payment."""
        return self.method if self.kind is GiftKind.MONEY else None

    @property
    def receipt(self) -> "GiftReceipt | None":
        """Return the receipt that holds."""
        return next((one for one in self.receipts if one.cancelled_at is None), None)


class GiftReceipt(Base):
    """A receipt (reçu fiscal), written once; a cancelled one keeps its number, and another may follow it."""

    __tablename__ = "finance_receipt"
    __table_args__ = (
        UniqueConstraint("issuer_id", "year", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("(cancelled_at IS NULL) = (reason IS NULL)", name="cancelled_with_reason"),
        Index("uq_finance_receipt_held", "gift_id", unique=True, sqlite_where=text("cancelled_at IS NULL"),
              postgresql_where=text("cancelled_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    issuer_id: Mapped[int] = mapped_column(ForeignKey("finance_issuer.id"))
    year: Mapped[int]
    number: Mapped[int]
    gift_id: Mapped[int] = mapped_column(ForeignKey("finance_gift.id"), index=True)
    patron_name: Mapped[str] = mapped_column(String(200))
    patron_address: Mapped[str] = mapped_column(String(500))
    patron_siren: Mapped[str | None] = mapped_column(String(14))
    patron_form: Mapped[str | None] = mapped_column(String(200))
    issued_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(500))

    gift: Mapped[PatronGift] = relationship(back_populates="receipts")
    issuer: Mapped[ReceiptIssuer] = relationship()

    @property
    def of_company(self) -> bool:
        """Tell a receipt of an organisation or of a person in business from that of a person."""
        return not self.gift.patron.is_person or self.patron_siren is not None

    @property
    def reference(self) -> str:
        """Return its number as it is written."""
        return f"{self.year}-{self.number:04}"
