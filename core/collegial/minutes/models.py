"""The register of minutes: one number per assembly, without a gap."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.assemblies.models import Assembly
from collegial.kernel.base import Base


class Minutes(Base):
    """The minutes of one assembly (procès-verbal), tied to the journal as it stood."""

    __tablename__ = "minutes"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), unique=True)
    established_at: Mapped[datetime]
    journal_digest: Mapped[str] = mapped_column(String(64))

    assembly: Mapped[Assembly] = relationship()
