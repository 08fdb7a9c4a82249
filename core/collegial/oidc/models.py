"""Which account an identity of a provider signs in to."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collegial.kernel.base import Base


class Identity(Base):
    """Somebody as a provider knows them, tied to one account: by issuer and subject, which never change.

    An address of mail ties nothing: providers hand it on, and let it be changed.
    """

    __tablename__ = "account_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("account_id", "issuer"))

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    tied_at: Mapped[datetime]
