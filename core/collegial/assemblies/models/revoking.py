"""Revoking and replacing directors, the one thing that an assembly decides off its agenda (L32)."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.assemblies.models.attending import RollEntry
from collegial.groups.models import GroupMembership
from collegial.kernel.base import Base


class RevokingDemand(Base):
    """That a member asked in the sitting to revoke directors (révocation sur incident de séance); written once.

    An item that names its demand is off the agenda; no other enters an assembly that sits.
    """

    __tablename__ = "revoking_demand"

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), index=True)
    asked_at: Mapped[datetime]

    entry: Mapped[RollEntry] = relationship()


class Revocation(Base):
    """Whose seat a resolution takes away; an assembly is asked once for each."""

    __tablename__ = "revocation"
    __table_args__ = (UniqueConstraint("membership_id", "assembly_id"),)

    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution.id"), primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), index=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("work_group_membership.id"))

    membership: Mapped[GroupMembership] = relationship()
