"""What is kept of second factors: since when one is asked for, the app's sealed secret, recovery codes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collegial.kernel.base import Base


class SecondFactor(Base):
    """The second factor of an account: asked for at its first sign-in, set when the app has shown one right code.

    `last_step` is the half minute of the last code that was taken: no code is taken twice.
    """

    __tablename__ = "second_factor"
    __table_args__ = (CheckConstraint("(secret IS NULL) = (set_at IS NULL)", name="secret_is_set"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    asked_at: Mapped[datetime | None]
    secret: Mapped[str | None] = mapped_column(String(200))
    set_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0, server_default="0")


class RecoveryCode(Base):
    """A code that opens once in place of the app; only its digest is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (
        UniqueConstraint("account_id", "digest"),
        CheckConstraint("length(digest) = 64", name="digest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]
