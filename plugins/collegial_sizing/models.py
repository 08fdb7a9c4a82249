"""Scenarios, their lines with an amount for each year, and the rates of the employer's charges."""

from datetime import date
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Actor, Base, Money, Proposal, one_of
from collegial_sizing.rules.payroll import ChargeRate
from collegial_sizing.rules.plan import LATEST_PAYMENT, LONGEST_LIFE, MOST_YEARS, Amount, Line, LineKind, Plan


class SizingScenario(Base):
    """A way of sizing the project (scénario de dimensionnement); at most one is chosen, and it does not change."""

    __tablename__ = "sizing_scenario"
    __table_args__ = (
        CheckConstraint(f"years BETWEEN 1 AND {MOST_YEARS}", name="years_in_range"),
        CheckConstraint("chosen IS NULL OR chosen", name="chosen_or_null"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    note: Mapped[str | None]
    starts_on: Mapped[date]
    years: Mapped[int]
    opening_cash: Mapped[Money]
    public_limit: Mapped[Fraction | None]
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    chosen: Mapped[bool | None] = mapped_column(unique=True)

    proposal: Mapped[Proposal | None] = relationship()
    lines: Mapped[list["SizingLine"]] = relationship(
        back_populates="scenario", order_by="SizingLine.id", cascade="all, delete-orphan"
    )

    @property
    def plan(self) -> Plan:
        """Return what the rules look at."""
        return Plan(
            starts_on=self.starts_on, years=self.years, opening_cash=self.opening_cash,
            public_limit=self.public_limit, lines=tuple(one.value for one in self.lines),
        )  # fmt: skip


class SizingLine(Base):
    """A line of a scenario; `action_key` names the action of the scenario's proposal that it pays for."""

    __tablename__ = "sizing_line"
    __table_args__ = (
        CheckConstraint(
            f"pay_month IS NULL OR pay_month BETWEEN 1 AND {LATEST_PAYMENT}", name="pay_month_in_range"
        ),
        CheckConstraint(
            f"life_years IS NULL OR life_years BETWEEN 1 AND {LONGEST_LIFE}", name="life_in_range"
        ),
        CheckConstraint("(kind = 'equipment') = (life_years IS NOT NULL)", name="life_of_equipment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("sizing_scenario.id"), index=True)
    kind: Mapped[LineKind] = mapped_column(one_of(LineKind))
    label: Mapped[str] = mapped_column(String(200))
    funder_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"), index=True)
    pay_month: Mapped[int | None]
    life_years: Mapped[int | None]
    action_key: Mapped[str | None] = mapped_column(String(16))

    scenario: Mapped[SizingScenario] = relationship(back_populates="lines")
    funder: Mapped[Actor | None] = relationship()
    figures: Mapped[list["SizingFigure"]] = relationship(
        back_populates="line", order_by="SizingFigure.year", cascade="all, delete-orphan"
    )

    @property
    def value(self) -> Line:
        """Return what the rules look at."""
        amounts = tuple(Amount(quantity=one.quantity, unit=one.unit) for one in self.figures)
        return Line(
            key=self.id, kind=self.kind, label=self.label, amounts=amounts, pay_month=self.pay_month,
            life_years=self.life_years,
        )  # fmt: skip


class SizingFigure(Base):
    """What a line is in a year, counted from 1: a quantity at a price."""

    __tablename__ = "sizing_figure"
    __table_args__ = (
        UniqueConstraint("line_id", "year"),
        CheckConstraint("unit >= 0", name="unit_positive"),
        CheckConstraint(f"year BETWEEN 1 AND {MOST_YEARS}", name="year_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("sizing_line.id"), index=True)
    year: Mapped[int]
    quantity: Mapped[Fraction]
    unit: Mapped[Money]

    line: Mapped[SizingLine] = relationship(back_populates="figures")


class SizingRate(Base):
    """The employer's charges on gross wages from a day on, with where the rate comes from."""

    __tablename__ = "sizing_rate"

    id: Mapped[int] = mapped_column(primary_key=True)
    starts_on: Mapped[date] = mapped_column(unique=True)
    rate: Mapped[Fraction]
    source: Mapped[str] = mapped_column(String(200))

    @property
    def value(self) -> ChargeRate:
        """Return what the rules look at."""
        return ChargeRate(starts_on=self.starts_on, rate=self.rate)
