"""That a proposal was withdrawn, and taken up again."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from collegial.kernel.base import Base

STILL = text("taken_up_at IS NULL")


class ProposalWithdrawal(Base):
    """A proposal that its group withdrew (retrait), with the reasons; and those for taking it up again (reprise)."""

    __tablename__ = "proposal_withdrawal"
    __table_args__ = (
        CheckConstraint(
            "(taken_up_at IS NULL) = (taken_up_by IS NULL) AND (taken_up_at IS NULL) = (taken_up_reasons IS NULL)",
            name="taken_up_with_reasons",
        ),
        Index(
            "uq_proposal_withdrawal_current",
            "proposal_id",
            unique=True,
            sqlite_where=STILL,
            postgresql_where=STILL,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    reasons: Mapped[str]
    withdrawn_at: Mapped[datetime]
    withdrawn_by: Mapped[str] = mapped_column(String(200))
    taken_up_at: Mapped[datetime | None]
    taken_up_by: Mapped[str | None] = mapped_column(String(200))
    taken_up_reasons: Mapped[str | None]
