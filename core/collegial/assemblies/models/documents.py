"""The documents put at the members' disposal before an assembly."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.assemblies.models.meeting import AgendaItem, Assembly
from collegial.files.models import StoredFile
from collegial.kernel.base import Base


class AssemblyDocument(Base):
    """A file that the members of an assembly may read, for all of it or for one item (document mis à disposition)."""

    __tablename__ = "assembly_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime]

    assembly: Mapped[Assembly] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    file: Mapped[StoredFile] = relationship()
