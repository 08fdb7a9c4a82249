"""Where a loan stands on a day: what was due, what was paid of it, how late the rest is.

A repayment pays the oldest instalment first, its interest before its principal. One made early lowers the instalments
that follow and keeps the last day; the interest that ran on it since the last instalment comes with it.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from collegial.plugin import ZERO, Invalid, Money, Refused, t
from collegial_finance.loans.rules import MONTHS, Instalment, Terms, lowered, schedule


@dataclass(frozen=True)
class Early:
    """An amount of the principal repaid before its time, after some instalments were paid."""

    after: int
    amount: Money


@dataclass(frozen=True, kw_only=True)
class Course:
    """A loan that was paid out: its terms, its days, and what was repaid until now."""

    terms: Terms
    lent_on: date
    first_due: date
    repaid: Money = ZERO
    earlies: tuple[Early, ...] = ()


@dataclass(frozen=True)
class Due:
    """An instalment on its day, and what was paid of it."""

    number: int
    on: date
    capital: Money
    interest: Money
    paid: Money

    @property
    def total(self) -> Money:
        """Return what is to be paid in all."""
        return self.capital + self.interest

    @property
    def left(self) -> Money:
        """Return what is still to be paid of it."""
        return self.total - self.paid

    @property
    def paid_capital(self) -> Money:
        """Return what was paid of the principal: interest goes first."""
        return max(ZERO, self.paid - self.interest)


@dataclass(frozen=True)
class Position:
    """Where a loan stands on a day."""

    day: date
    dues: tuple[Due, ...]
    remaining: Money

    @property
    def owed(self) -> tuple[Due, ...]:
        """Return the instalments of the days before, with what is not paid of them."""
        return tuple(one for one in self.dues if one.on < self.day and one.left)

    @property
    def late(self) -> Money:
        """Return what should have been paid before this day."""
        return sum((one.left for one in self.owed), ZERO)

    @property
    def days_late(self) -> int:
        """Return for how many days the oldest unpaid instalment has been waiting."""
        return (self.day - self.owed[0].on).days if self.owed else 0

    @property
    def next_due(self) -> Due | None:
        """Return the next instalment of this day or later that is not paid."""
        return next((one for one in self.dues if one.on >= self.day and one.left), None)

    @property
    def expected(self) -> Money | None:
        """Return what is to be paid now: all that is due by this day, else the next instalment, if there is one."""
        due = sum((one.left for one in self.dues if one.on <= self.day), ZERO)
        return due or next((one.left for one in self.dues if one.left), None)

    @property
    def payable(self) -> Money:
        """Return the most that a repayment may be: all that is due by this day, and the next instalment."""
        due = sum((one.left for one in self.dues if one.on <= self.day), ZERO)
        ahead = next((one.left for one in self.dues if one.on > self.day and one.left), ZERO)
        return due + ahead


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a month that is shorter."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def plan(course: Course) -> tuple[Instalment, ...]:
    """Return all the instalments of a loan, as its early repayments changed them."""
    found = schedule(course.terms)
    for one in course.earlies:
        found = (*found[: one.after], *lowered(course.terms, found, one.after, one.amount))
    return found


def position(course: Course, day: date) -> Position:
    """Return where a loan stands on a day."""
    left, dues = course.repaid, list[Due]()
    for one in plan(course):
        paid = min(left, one.total)
        left -= paid
        dues.append(
            Due(one.number, months_after(course.first_due, one.number - 1), one.capital, one.interest, paid)
        )
    early = sum((one.amount for one in course.earlies), ZERO)
    capital = sum((one.paid_capital for one in dues), ZERO)
    return Position(day, tuple(dues), course.terms.principal - early - capital)


def split(course: Course, day: date, amount: Money) -> tuple[Money, Money]:
    """Return the principal and the interest of a repayment. Raises Refused `finance.beyond_due`."""
    before = position(course, day)
    if not ZERO < amount <= before.payable:
        raise Refused(
            "finance.beyond_due",
            t(
                "A repayment is above zero and at most %(most)s: what is due, plus the next instalment. "
                "Anything more is an early repayment.",
                most=before.payable,
            ),
            field="amount",
        )
    after = sum((_paid_capital(one, amount, before) for one in before.dues), ZERO)
    capital = after - sum((one.paid_capital for one in before.dues), ZERO)
    return capital, amount - capital


def _paid_capital(due: Due, amount: Money, before: Position) -> Money:
    """Return what will be paid of an instalment's principal once `amount` came on top."""
    ahead = sum((one.left for one in before.dues if one.number < due.number), ZERO)
    more = min(due.left, max(ZERO, amount - ahead))
    return max(ZERO, due.paid + more - due.interest)


def early(course: Course, day: date, amount: Money) -> tuple[Early, Money]:
    """Return an early repayment and the interest that comes with it. Raises Refused, Invalid."""
    where = position(course, day)
    if any(one.left for one in where.dues if one.on <= day):
        raise Refused(
            "finance.early_while_late",
            t("Instalments are due: record their repayment first."),
            field="amount",
        )
    if any(one.paid and one.left for one in where.dues):
        raise Refused(
            "finance.early_partly",
            t("The next instalment is partly paid: record the rest of it first."),
            field="amount",
        )
    if not ZERO < amount <= where.remaining:
        raise Invalid(
            "finance.beyond_balance",
            t(
                "A repayment is above zero and never beyond what remains to be repaid: %(left)s.",
                left=where.remaining,
            ),
            field="amount",
        )
    after = next((one.number for one in where.dues if one.left), len(where.dues) + 1) - 1
    return Early(after, amount), amount.share(course.terms.rate / MONTHS * _part_of_month(course, where, day))


def check_came(came: Money, capital: Money, interest: Money, day: date) -> None:
    """Ask for the sum that came in, until it is that of both: Refused `finance.early_interest`."""
    total = capital + interest
    if came != total and (came or interest):
        raise Refused(
            "finance.early_interest",
            t(
                "%(interest)s of interest ran on it until %(day)s: with it, %(total)s has to come in. "
                "Confirm that sum, or change the principal.",
                interest=interest,
                day=day,
                total=total,
            ),
            field="came",
        )


def _part_of_month(course: Course, where: Position, day: date) -> Fraction:
    """Return which part of the running month has gone by; none where its instalment is paid already."""
    coming = next((one for one in where.dues if one.left), None)
    if coming is None:
        return Fraction(0)
    start = where.dues[coming.number - 2].on if coming.number > 1 else course.lent_on
    whole = max(1, (coming.on - start).days)
    return min(Fraction(1), max(Fraction(0), Fraction((day - start).days, whole)))


def check_first_due(lent_on: date, first_due: date) -> None:
    """Refuse a first instalment that comes before the money, or more than a year after it."""
    if not lent_on < first_due <= months_after(lent_on, MONTHS):
        raise Invalid(
            "finance.first_due",
            t("The first instalment comes after the money, within a year."),
            field="first_due",
        )
