"""Which rows are sample data."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from collegial.kernel.base import Base


class SampleRow(Base):
    """A row of any table that came as sample data, by its key as JSON."""

    __tablename__ = "sample_row"

    table_name: Mapped[str] = mapped_column(String(80), primary_key=True)
    row_key: Mapped[str] = mapped_column(String(200), primary_key=True)
