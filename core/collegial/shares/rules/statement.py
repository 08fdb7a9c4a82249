"""The annual statement of the variable capital: from its start to its end, by category of members."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from collegial.kernel.money import ZERO, Money
from collegial.shares.rules.ledger import Movement, standing, worths
from collegial.shares.rules.terms import EntryKind

CategoryOn = Callable[[int, date], str | None]


@dataclass(kw_only=True)
class StatementLine:
    """The figures of one category, or of the whole.

    `moved` is what came from or went to other categories: by transfers, by changes of category, and by
    members who left, whose shares stand under no category until they are redeemed.
    """

    at_start: Money = ZERO
    subscribed: Money = ZERO
    redeemed: Money = ZERO
    cancelled: Money = ZERO
    at_end: Money = ZERO

    @property
    def moved(self) -> Money:
        """Return what the other figures leave open; zero for the whole."""
        return self.at_end - self.at_start - self.subscribed + self.redeemed + self.cancelled


@dataclass(frozen=True, kw_only=True)
class AnnualStatement:
    """The capital from one day to another, both included; the categories by their keys."""

    first_day: date
    last_day: date
    total: StatementLine = field(default_factory=StatementLine)
    categories: dict[str | None, StatementLine] = field(default_factory=dict)

    def lines(self, category: str | None) -> tuple[StatementLine, StatementLine]:
        """Return the lines that a figure of a category belongs to: its own, and the total."""
        return self.categories.setdefault(category, StatementLine()), self.total


def annual_statement(
    movements: Iterable[Movement], *, first_day: date, last_day: date, category_on: CategoryOn
) -> AnnualStatement:
    """Work out the statement of a period; a corrected entry counts for nothing, nor does its correction.

    `category_on` says to which category a member belonged on a day, None for one who had left.
    """
    known = list(movements)
    statement = AnnualStatement(first_day=first_day, last_day=last_day)
    eve = first_day - timedelta(days=1)
    for member, worth in worths(known, eve).items():
        for line in statement.lines(category_on(member, eve)):
            line.at_start += worth
    for member, worth in worths(known, last_day).items():
        for line in statement.lines(category_on(member, last_day)):
            line.at_end += worth
    for one in standing(known):
        if first_day <= one.day <= last_day:
            _count(statement, one, category_on)
    return statement


def _count(statement: AnnualStatement, one: Movement, category_on: CategoryOn) -> None:
    member = one.giver if one.receiver is None else one.receiver
    if member is None:
        return
    worth = one.nominal * one.shares
    for line in statement.lines(category_on(member, one.day)):
        if one.kind is EntryKind.SUBSCRIPTION:
            line.subscribed += worth
        elif one.kind is EntryKind.REDEMPTION:
            line.redeemed += worth
        elif one.kind is EntryKind.CANCELLATION:
            line.cancelled += worth
