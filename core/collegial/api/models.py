"""Tokens: what another program shows instead of signing in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.accounts.models import Account
from collegial.kernel.base import Base


class ApiToken(Base):
    """A token of an account; only its digest is kept. It reads what the account may read, until it ends."""

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint("length(digest) = 64", name="digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    ends_on: Mapped[date]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
