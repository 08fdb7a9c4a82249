"""The conflicts of interest that members of committees declare on the files of guarantee and loan funds."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Actor, Base


class CommitteeConflict(Base):
    """That a member of a committee is in conflict of interest on a file, and why; written once."""

    __tablename__ = "finance_committee_conflict"
    __table_args__ = (UniqueConstraint("subject", "subject_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(80))
    subject_id: Mapped[int]
    member_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    declared_at: Mapped[datetime]

    member: Mapped[Actor] = relationship()
