"""Files as they were handed in, written once."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from collegial.kernel.base import Base


class StoredFile(Base):
    """A file that was handed in (pièce jointe); the database refuses to change it.

    It lies in the database, so that it is kept, undone and saved in the same transaction as what it belongs
    to. The content is read only when it is asked for.
    """

    __tablename__ = "stored_file"
    __table_args__ = (CheckConstraint("size > 0", name="not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(43), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    uploaded_at: Mapped[datetime]
    account_id: Mapped[int | None]
