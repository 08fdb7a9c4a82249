"""The tokens of time stamps, written once."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.files.models import StoredFile
from collegial.kernel.base import Base


class TimeStamp(Base):
    """That a file existed at a moment, as an authority signed it (horodatage); `token` is its whole answer."""

    __tablename__ = "time_stamp"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    stamped_at: Mapped[datetime]
    serial: Mapped[str] = mapped_column(String(80))
    authority: Mapped[str] = mapped_column(String(300))
    token: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship()
