"""Tokens: what another program shows instead of signing in; and what it was answered when it acted."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.accounts.models import Account
from collegial.kernel.base import Base


class ApiToken(Base):
    """A token of an account; only its digest is kept.

    It reads what the account may read, until it ends; with `acts` it also does what the account may do.
    """

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint("length(digest) = 64", name="digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    ends_on: Mapped[date]
    revoked_at: Mapped[datetime | None]
    acts: Mapped[bool] = mapped_column(default=False, server_default=false())

    account: Mapped[Account] = relationship()


class ApiAnswer(Base):
    """What an act was answered, so that the same sending, come again, does nothing twice.

    The program's key is kept as a digest only, and salts the digest of what was sent: a choice in it cannot be guessed.
    """

    __tablename__ = "api_answer"
    __table_args__ = (UniqueConstraint("token_id", "key_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id"))
    key_digest: Mapped[str] = mapped_column(String(64))
    sent_digest: Mapped[str] = mapped_column(String(64))
    answer: Mapped[dict[str, Any]]
    made_at: Mapped[datetime] = mapped_column(index=True)
