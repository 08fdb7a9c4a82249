"""What the database keeps beside the register to hold its rules; triggers write it."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from collegial.kernel.base import Base
from collegial.kernel.money import Money


class ShareRegister(Base):
    """The guard of the register: one row, locked by whoever writes an entry and kept by triggers.

    `capital` and `highest_capital` follow the entries; `floor` is the floor as far as the capital has ever
    reached it. The clauses `minimum` and `floor_numerator`/`floor_denominator` are those of the statutes in
    force, copied by the services so that the database can hold them. What people read is derived from the
    entries, not from here.
    """

    __tablename__ = "share_register"
    __table_args__ = (
        CheckConstraint("id = 1", name="single"),
        CheckConstraint("capital >= floor", name="floor"),
        CheckConstraint("minimum >= 0", name="minimum"),
        CheckConstraint(
            "floor_denominator > 0 AND floor_numerator BETWEEN 0 AND floor_denominator", name="share"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))
    nominal: Mapped[Money]
    capital: Mapped[Money]
    highest_capital: Mapped[Money]
    floor: Mapped[Money]
    minimum: Mapped[Money]
    floor_numerator: Mapped[int]
    floor_denominator: Mapped[int]


class ShareHolding(Base):
    """A guard kept by triggers: how many shares a member holds by all entries, never under zero."""

    __tablename__ = "share_holding"
    __table_args__ = (CheckConstraint("shares >= 0", name="positive"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, autoincrement=False)
    shares: Mapped[int]


class ShareDay(Base):
    """A guard kept by triggers: by how much all entries of a day changed the capital."""

    __tablename__ = "share_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    change: Mapped[Money]
