"""A funding round, the pledges at its table, and the steps of each."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import ZERO, Actor, Base, Money, one_of
from collegial_finance.rounds.rules import ClosingRule, Instrument, Plan, PledgeState


class RoundState(enum.Enum):
    """A round gathers pledges; at its end it holds, or everything lapses. Cancelled, it never came to its end."""

    OPEN = "open"
    HELD = "held"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


class FundingRound(Base):
    """A funding round (tour de table) for one project."""

    __tablename__ = "finance_round"
    __table_args__ = (
        CheckConstraint("0 < minimum AND minimum <= target AND target <= maximum", name="amounts_in_order"),
        CheckConstraint("least >= 0 AND (most IS NULL OR most >= least)", name="bounds_in_order"),
        CheckConstraint("(state = 'open') = (ended_on IS NULL)", name="ended_with_day"),
        CheckConstraint("(state = 'cancelled') = (reason IS NOT NULL)", name="cancelled_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    need: Mapped[str]
    project_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    target: Mapped[Money]
    minimum: Mapped[Money]
    maximum: Mapped[Money]
    least: Mapped[Money]
    most: Mapped[Money | None]
    closes_on: Mapped[date]
    closing: Mapped[ClosingRule] = mapped_column(one_of(ClosingRule))
    state: Mapped[RoundState] = mapped_column(one_of(RoundState), default=RoundState.OPEN)
    opened_on: Mapped[date]
    ended_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(String(500))

    project: Mapped[Actor] = relationship()
    pledges: Mapped[list["Pledge"]] = relationship(back_populates="round", order_by="Pledge.id")
    changes: Mapped[list["RoundChange"]] = relationship(back_populates="round", order_by="RoundChange.id")

    @property
    def plan(self) -> Plan:
        """Return what the rules look at."""
        return Plan(
            target=self.target, minimum=self.minimum, maximum=self.maximum, closes_on=self.closes_on,
            closing=self.closing, least=self.least, most=self.most,
        )  # fmt: skip

    @property
    def source(self) -> str:
        """Return the name under which the books keep its movements."""
        return f"round:{self.id}"


class RoundChange(Base):
    """What a round said before it was changed, and why, written once."""

    __tablename__ = "finance_round_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("finance_round.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    need: Mapped[str]
    closes_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500))
    changed_at: Mapped[datetime]

    round: Mapped[FundingRound] = relationship(back_populates="changes")


class Pledge(Base):
    """What a funder brings, and how far it has come; zero until it pledges."""

    __tablename__ = "finance_pledge"
    __table_args__ = (
        UniqueConstraint("round_id", "funder_id", "instrument"),
        CheckConstraint("amount >= 0", name="amount_positive"),
        CheckConstraint(
            "amount > 0 OR state IN ('contacted', 'interested', 'withdrawn', 'lapsed')",
            name="pledged_something",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("finance_round.id"), index=True)
    funder_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    instrument: Mapped[Instrument] = mapped_column(one_of(Instrument))
    amount: Mapped[Money]
    conditions: Mapped[str | None]
    state: Mapped[PledgeState] = mapped_column(one_of(PledgeState))

    round: Mapped[FundingRound] = relationship(back_populates="pledges")
    funder: Mapped[Actor] = relationship()
    steps: Mapped[list["PledgeStep"]] = relationship(back_populates="pledge", order_by="PledgeStep.id")
    links: Mapped[list["TableLink"]] = relationship(back_populates="pledge", order_by="TableLink.id")

    @property
    def given_back(self) -> Money:
        """Return what was received and went back to the funder, as the round did not hold."""
        is_back = self.state is PledgeState.LAPSED and any(one.is_given_back for one in self.steps)
        return self.amount if is_back else ZERO


class PledgeStep(Base):
    """A step of a pledge, written once; a payment and its return name their entry in the books."""

    __tablename__ = "finance_pledge_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    pledge_id: Mapped[int] = mapped_column(ForeignKey("finance_pledge.id"), index=True)
    state: Mapped[PledgeState] = mapped_column(one_of(PledgeState))
    amount: Mapped[Money]
    taken_at: Mapped[datetime]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("finance_entry.id"), index=True)

    pledge: Mapped[Pledge] = relationship(back_populates="steps")

    @property
    def is_given_back(self) -> bool:
        """Tell whether this step gave money back: only then a lapse is written in the books."""
        return self.state is PledgeState.LAPSED and self.entry_id is not None


class TableLink(Base):
    """A funder's own link to the table of a round: no account, good until its day or until it is taken back."""

    __tablename__ = "finance_table_link"
    __table_args__ = (CheckConstraint("expires_on >= given_on", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pledge_id: Mapped[int] = mapped_column(ForeignKey("finance_pledge.id"), index=True)
    given_on: Mapped[date]
    expires_on: Mapped[date]
    revoked_at: Mapped[datetime | None]

    pledge: Mapped[Pledge] = relationship(back_populates="links")
