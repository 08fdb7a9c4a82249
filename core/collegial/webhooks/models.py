"""Who is told, of what, and what came of the last tellings."""

import enum
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.kernel.base import Base, one_of


class PauseReason(enum.Enum):
    """Why nothing is sent: somebody wanted it so, or the receiver answered that it is gone (410)."""

    ASKED = "asked"
    GONE = "gone"


class DeliveryState(enum.Enum):
    """What came of a telling; `left` was not sent, as its webhook was paused meanwhile."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    GIVEN_UP = "given_up"
    LEFT = "left"


class Webhook(Base):
    """An address of another program, the kinds of things that it is told, and the secret that signs, sealed."""

    __tablename__ = "webhook"
    __table_args__ = (
        CheckConstraint("(paused_at IS NULL) = (pause_reason IS NULL)", name="pause_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(500))
    kinds: Mapped[list[Any]]
    secret: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    pause_reason: Mapped[PauseReason | None] = mapped_column(one_of(PauseReason))

    @property
    def host(self) -> str:
        """Return what is told of the address elsewhere than on its own page."""
        return urlsplit(self.address).hostname or ""


class WebhookDelivery(Base):
    """One telling of one thing to one program: these very bytes, under one mark however often it is sent.

    `answer` is the last status that came back, `error` why there was none.
    """

    __tablename__ = "webhook_delivery"

    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"), index=True)
    mark: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    body: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[DeliveryState] = mapped_column(one_of(DeliveryState), default=DeliveryState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    answer: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(String(300))

    webhook: Mapped[Webhook] = relationship()
