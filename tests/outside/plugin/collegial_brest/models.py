"""Rounds and what was pledged in them."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Actor, Base, Proposal


class BrestRound(Base):
    """A round in which one proposal is funded, or not."""

    __tablename__ = "brest_round"
    __table_args__ = (CheckConstraint("goal > 0", name="goal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    goal: Mapped[int]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    opened_on: Mapped[date]

    proposal: Mapped[Proposal] = relationship()
    pledges: Mapped[list["BrestPledge"]] = relationship(back_populates="round", order_by="BrestPledge.id")

    @property
    def pledged(self) -> int:
        """Return what is pledged so far, in euros."""
        return sum(one.amount for one in self.pledges)


class BrestPledge(Base):
    """What an actor promises in a round, in whole euros."""

    __tablename__ = "brest_pledge"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("brest_round.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    amount: Mapped[int]
    is_confirmed: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str | None]  # since 2.0

    round: Mapped[BrestRound] = relationship(back_populates="pledges")
    actor: Mapped[Actor] = relationship()
