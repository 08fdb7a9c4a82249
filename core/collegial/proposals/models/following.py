"""Who follows a proposal, to be told what is new; who wants no mail when mentioned there."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.accounts.models import Account
from collegial.kernel.base import Base
from collegial.proposals.models.frame import Proposal


class Follower(Base):
    """An account that follows a proposal; `news_since` is when the first thing happened that it was not told."""

    __tablename__ = "proposal_follower"
    __table_args__ = (UniqueConstraint("proposal_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    followed_at: Mapped[datetime]
    news_since: Mapped[datetime | None]

    proposal: Mapped[Proposal] = relationship()
    account: Mapped[Account] = relationship()


class MentionSilence(Base):
    """An account that wants no mail when it is mentioned about a proposal."""

    __tablename__ = "mention_silence"
    __table_args__ = (UniqueConstraint("proposal_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
