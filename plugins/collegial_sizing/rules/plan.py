"""What a scenario is made of: lines of the team, of costs, of equipment, of volunteering, of resources."""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from fractions import Fraction

from collegial.plugin import ZERO, Money

MOST_YEARS = 10
MONTHS = 12
LATEST_PAYMENT = 24  # a grant may be paid long after the year that it is for
LONGEST_LIFE = 30


class Section(enum.Enum):
    """The parts of a scenario, in the order in which they are read."""

    TEAM = "team"
    EXTERNAL = "external"
    EQUIPMENT = "equipment"
    VOLUNTEERING = "volunteering"
    RESOURCES = "resources"


class LineKind(enum.Enum):
    """What a line is about; each kind stands in one section."""

    SENIOR = "senior"
    JUNIOR = "junior"
    FIXED_TERM = "fixed_term"
    SUBCONTRACT = "subcontract"
    TRAINEE = "trainee"
    RENT = "rent"
    TRAVEL = "travel"
    COMMUNICATION = "communication"
    POSTAGE = "postage"
    OTHER_COST = "other_cost"
    EQUIPMENT = "equipment"
    VOLUNTEERING = "volunteering"
    PUBLIC_GRANT = "public_grant"
    PUBLIC_CONTRACT = "public_contract"
    SALES = "sales"
    FEES = "fees"
    MUTUALS = "mutuals"
    PATRONAGE = "patronage"

    @property
    def section(self) -> Section:
        """Return where lines of this kind stand."""
        return next(section for section, kinds in KINDS.items() if self in kinds)


KINDS = {
    Section.TEAM: (
        LineKind.SENIOR,
        LineKind.JUNIOR,
        LineKind.FIXED_TERM,
        LineKind.SUBCONTRACT,
        LineKind.TRAINEE,
    ),
    Section.EXTERNAL: (
        LineKind.RENT,
        LineKind.TRAVEL,
        LineKind.COMMUNICATION,
        LineKind.POSTAGE,
        LineKind.OTHER_COST,
    ),
    Section.EQUIPMENT: (LineKind.EQUIPMENT,),
    Section.VOLUNTEERING: (LineKind.VOLUNTEERING,),
    Section.RESOURCES: (
        LineKind.PUBLIC_GRANT,
        LineKind.PUBLIC_CONTRACT,
        LineKind.SALES,
        LineKind.FEES,
        LineKind.MUTUALS,
        LineKind.PATRONAGE,
    ),
}
PERMANENT = (LineKind.SENIOR, LineKind.JUNIOR)
# Employer's charges weigh on wages; a trainee's allowance under the legal amount and an invoice bear none.
CHARGED = (*PERMANENT, LineKind.FIXED_TERM)
PUBLIC_KINDS = (LineKind.PUBLIC_GRANT, LineKind.PUBLIC_CONTRACT)


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A quantity at a price: FTE at a full year's gross wage, months, days, hours, or 1 at a lump sum."""

    quantity: Fraction = Fraction(0)
    unit: Money = ZERO


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line with an amount for each year.

    `pay_month` counts from the first month of the year that the amount is for, None when it is paid evenly over
    that year. `life_years` is how long equipment serves.
    """

    key: int
    kind: LineKind
    label: str
    amounts: tuple[Amount, ...]
    pay_month: int | None = None
    life_years: int | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A scenario as the rules see it; `starts_on` is the first day of its first month."""

    starts_on: date
    years: int
    opening_cash: Money
    lines: tuple[Line, ...]
    public_limit: Fraction | None = None

    def of(self, section: Section) -> Sequence[Line]:
        """Return the lines of a section."""
        return [one for one in self.lines if one.kind.section is section]

    @property
    def months(self) -> Iterator[date]:
        """Yield the first day of every month."""
        return (month_after(self.starts_on, index) for index in range(self.years * MONTHS))


def month_after(day: date, months: int) -> date:
    """Return the first day of the month that comes so many months later.

    A scenario that was written when any year was taken may begin at the end of the calendar: its years stay there.
    """
    years, month = divmod(day.month - 1 + months, MONTHS)
    return date(min(day.year + years, MAXYEAR), month + 1, 1)
