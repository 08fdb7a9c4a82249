"""Applications, what the board decided on them, what was paid, which letters left, and consents."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from collegial.actors.models import Actor, ActorKind
from collegial.actors.rules import fold
from collegial.joining.rules import ApplicationState
from collegial.kernel.base import Base, one_of
from collegial.kernel.money import Money
from collegial.membership.models import Member
from collegial.shares.models import PaymentMethod


class Verdict(enum.Enum):
    """What the board decides on one application."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    WAIT = "wait"


class LetterKind(enum.Enum):
    """The mails that an applicant gets on the way."""

    CONFIRM = "confirm"
    WAITING = "waiting"
    CALL = "call"
    REMINDER = "reminder"
    REFUSAL = "refusal"
    LAPSED = "lapsed"
    WELCOME = "welcome"


class Application(Base):
    """Someone's wish to become a member (candidature).

    `nominal`, `subscribed`, `least` and `due_on` are fixed when the board accepts; they stay empty under
    statutes without capital (L5). `state` only goes forward, held by a trigger.
    """

    __tablename__ = "joining_application"
    __table_args__ = (
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint(
            "kind = 'person' OR (representative_family_name IS NOT NULL AND representative_email IS NOT NULL)",
            name="represented",
        ),
        CheckConstraint("shares IS NULL OR shares > 0", name="shares_positive"),
        CheckConstraint("(state = 'admitted') = (member_id IS NOT NULL)", name="admitted_once"),
        CheckConstraint("state <> 'waiting' OR waiting_since IS NOT NULL", name="waiting_dated"),
        CheckConstraint("least IS NULL OR (least > 0 AND least <= subscribed)", name="call_in_reach"),
        CheckConstraint("(due_on IS NULL) = (least IS NULL)", name="call_dated"),
        Index("ix_joining_application_state_received_at", "state", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ActorKind] = mapped_column(one_of(ActorKind))
    name: Mapped[str] = mapped_column(String(200))
    search_name: Mapped[str] = mapped_column(String(600), index=True)
    given_name: Mapped[str | None] = mapped_column(String(100))
    family_name: Mapped[str | None] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(255), index=True)
    phone: Mapped[str | None] = mapped_column(String(40))
    street: Mapped[str] = mapped_column(String(200))
    postcode: Mapped[str] = mapped_column(String(20))
    locality: Mapped[str] = mapped_column(String(100))
    country: Mapped[str] = mapped_column(String(2))
    siren: Mapped[str | None] = mapped_column(String(9), index=True)
    siret: Mapped[str | None] = mapped_column(String(14))
    representative_given_name: Mapped[str | None] = mapped_column(String(100))
    representative_family_name: Mapped[str | None] = mapped_column(String(100))
    representative_role: Mapped[str | None] = mapped_column(String(100))
    representative_email: Mapped[str | None] = mapped_column(String(255))
    ties: Mapped[list[Any]]
    advised_category: Mapped[str | None] = mapped_column(String(64))
    category_key: Mapped[str] = mapped_column(String(64))
    college_key: Mapped[str | None] = mapped_column(String(64))
    shares: Mapped[int | None]
    collective_value: Mapped[str]
    own_value_kinds: Mapped[list[Any]]
    own_value: Mapped[str]
    locale: Mapped[str] = mapped_column(String(8))
    received_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    state: Mapped[ApplicationState] = mapped_column(one_of(ApplicationState))
    waiting_since: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    nominal: Mapped[Money | None]
    subscribed: Mapped[Money | None]
    least: Mapped[Money | None]
    due_on: Mapped[date | None]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), unique=True)

    actor: Mapped[Actor | None] = relationship()
    member: Mapped[Member | None] = relationship()
    decisions: Mapped[list["ApplicationDecision"]] = relationship(
        back_populates="application", order_by="ApplicationDecision.id"
    )
    receipts: Mapped[list["Receipt"]] = relationship(back_populates="application", order_by="Receipt.id")
    letters: Mapped[list["Letter"]] = relationship(back_populates="application", order_by="Letter.id")
    consents: Mapped[list["Consent"]] = relationship(back_populates="application", order_by="Consent.id")

    @validates("name")
    def _follow_name(self, _field: str, name: str) -> str:
        self.search_name = fold(name)
        return name

    @property
    def is_organisation(self) -> bool:
        """Tell an organisation, which needs someone to vote for it (L6)."""
        return self.kind is ActorKind.ORGANISATION

    @property
    def reference(self) -> str:
        """Return what the applicant writes on a transfer; it names nobody."""
        return f"ADH-{self.received_at.year}-{self.id:05}"

    @property
    def forgotten_address(self) -> str:
        """Return what stands in place of an address that was erased; no mail can reach it."""
        return f"erased-{self.id}@invalid"

    @property
    def is_forgotten(self) -> bool:
        """Tell whether what it said of the applicant was erased."""
        return self.email == self.forgotten_address


class DecisionBatch(Base):
    """One sitting's decisions on applications, with the reasons that hold for all; written once."""

    __tablename__ = "joining_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date]
    reasons: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(200))

    decisions: Mapped[list["ApplicationDecision"]] = relationship(
        back_populates="batch", order_by="ApplicationDecision.id"
    )


class ApplicationDecision(Base):
    """What was decided on one application; written once, and final but for a place on the waiting list."""

    __tablename__ = "joining_decision"
    __table_args__ = (
        UniqueConstraint("batch_id", "application_id"),
        Index(
            "uq_joining_decision_final",
            "application_id",
            unique=True,
            sqlite_where=text("verdict <> 'wait'"),
            postgresql_where=text("verdict <> 'wait'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("joining_batch.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("joining_application.id"), index=True)
    verdict: Mapped[Verdict] = mapped_column(one_of(Verdict))
    reason: Mapped[str | None]
    tells_reason: Mapped[bool]

    batch: Mapped[DecisionBatch] = relationship(back_populates="decisions")
    application: Mapped[Application] = relationship(back_populates="decisions")


class Receipt(Base):
    """Money received before the admission, or given back (a negative amount); written once.

    A wrong line is undone by the opposite one, which names it in `corrects_id`.
    """

    __tablename__ = "joining_receipt"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint("corrects_id IS NULL OR amount < 0", name="correction_takes_away"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("joining_application.id"), index=True)
    amount: Mapped[Money]
    method: Mapped[PaymentMethod] = mapped_column(one_of(PaymentMethod))
    received_on: Mapped[date]
    reference: Mapped[str | None] = mapped_column(String(140))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("joining_receipt.id"), unique=True)
    recorded_at: Mapped[datetime]

    application: Mapped[Application] = relationship(back_populates="receipts")


class Letter(Base):
    """A mail promised to an applicant, and when it left."""

    __tablename__ = "joining_letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("joining_application.id"), index=True)
    kind: Mapped[LetterKind] = mapped_column(one_of(LetterKind))
    promised_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(back_populates="letters")


class ConsentText(Base):
    """The very words that someone agrees to, under a version for each key and language; written once."""

    __tablename__ = "consent_text"
    __table_args__ = (UniqueConstraint("key", "locale", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    locale: Mapped[str] = mapped_column(String(8))
    version: Mapped[int]
    text: Mapped[str]
    published_at: Mapped[datetime]


class Consent(Base):
    """What an applicant agreed to, and when it was taken back; nothing else of it ever changes."""

    __tablename__ = "consent"
    __table_args__ = (
        UniqueConstraint("application_id", "text_id"),
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_at >= given_at", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("joining_application.id"))
    text_id: Mapped[int] = mapped_column(ForeignKey("consent_text.id"), index=True)
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(back_populates="consents")
    text: Mapped[ConsentText] = relationship()


class ConveningChoice(Base):
    """How a member asked to be convened, from a moment on; the last one holds, before what its application said."""

    __tablename__ = "joining_convening_choice"

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    by_post: Mapped[bool]
    chosen_at: Mapped[datetime]
    on_paper: Mapped[bool]
