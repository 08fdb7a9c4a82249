"""Schedules of loans: exact rates, each instalment rounded to the cent, the last one settles the rest.

Interest of a month is the remaining principal times a twelfth of the yearly rate, as French lenders to
non-profit organisations count it (proportional rate), rounded half up to the cent.
"""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from collegial.plugin import ZERO, Invalid, Money, Refused, t

MONTHS = 12
LONGEST = 600


class Repayment(enum.Enum):
    """How the principal comes back: one total each month, or one part of the principal each month."""

    CONSTANT_ANNUITY = "constant_annuity"
    CONSTANT_CAPITAL = "constant_capital"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """A loan: `rate` by year (1/20 is 5 %), `deferred` months at the start on which only interest is paid."""

    principal: Money
    rate: Fraction
    months: int
    repayment: Repayment = Repayment.CONSTANT_ANNUITY
    deferred: int = 0


@dataclass(frozen=True)
class Instalment:
    """What is due at the end of a month, and what remains to repay after it."""

    number: int
    interest: Money
    capital: Money
    remaining: Money

    @property
    def total(self) -> Money:
        """Return what is paid."""
        return self.interest + self.capital


def schedule(terms: Terms) -> tuple[Instalment, ...]:
    """Return every instalment of a loan. Raises Invalid at `principal`, `rate`, `months` or `deferred`."""
    _check(terms)
    return tuple(_instalments(terms))


def _instalments(terms: Terms) -> Iterator[Instalment]:
    remaining, paying = terms.principal, terms.months - terms.deferred
    annuity = monthly_annuity(terms.principal, terms.rate, paying)
    for number in range(1, terms.months + 1):
        interest = remaining.share(terms.rate / MONTHS)
        left = terms.months - number + 1
        capital = min(remaining, _capital(terms, annuity, interest, remaining, left))
        remaining -= capital
        yield Instalment(number, interest, capital, remaining)


def _capital(terms: Terms, annuity: Money, interest: Money, remaining: Money, left: int) -> Money:
    if left > terms.months - terms.deferred:
        return ZERO
    if left == 1:
        return remaining
    if terms.repayment is Repayment.CONSTANT_CAPITAL:
        return terms.principal.share(Fraction(1, terms.months - terms.deferred))
    return max(ZERO, annuity - interest)


def monthly_annuity(principal: Money, rate: Fraction, months: int) -> Money:
    """Return the constant amount that repays a principal with its interest, rounded to the cent."""
    if not rate:
        return principal.share(Fraction(1, months))
    monthly = rate / MONTHS
    growth = (1 + monthly) ** months
    return principal.share(monthly * growth / (growth - 1))


def lowered(terms: Terms, planned: Sequence[Instalment], paid: int, early: Money) -> tuple[Instalment, ...]:
    """Return the instalments that remain of a plan when `early` is repaid after `paid` of them; the end stays.

    Earlier repayments may have lowered the plan already. Raises Invalid `finance.beyond_balance` where more is repaid
    than remains.
    """
    remaining = sum((one.capital for one in planned[paid:]), ZERO) - early
    if early <= ZERO or remaining < ZERO:
        raise Invalid(
            "finance.beyond_balance",
            t("A repayment is above zero and never beyond what remains to be repaid."),
            field="amount",
        )
    if not remaining:
        return ()
    rest = Terms(
        principal=remaining, rate=terms.rate, months=terms.months - paid, repayment=terms.repayment,
        deferred=max(0, terms.deferred - paid),
    )  # fmt: skip
    return tuple(
        Instalment(one.number + paid, one.interest, one.capital, one.remaining) for one in schedule(rest)
    )


def remaining_after(instalments: Sequence[Instalment], principal: Money, paid: int) -> Money:
    """Return the principal that remains after some instalments."""
    return instalments[paid - 1].remaining if paid else principal


def _check(terms: Terms) -> None:
    faults = (
        (terms.principal <= ZERO, "principal", t("A loan lends more than zero.")),
        (not 0 <= terms.rate < 1, "rate", t("A yearly rate lies between 0 % and 100 %.")),
        (not 1 <= terms.months <= LONGEST, "months", t("A loan runs between 1 and 600 months.")),
        (
            not 0 <= terms.deferred < max(terms.months, 1),
            "deferred",
            t("The deferral ends before the last instalment."),
        ),
    )
    for wrong, field, sentence in faults:
        if wrong:
            raise Invalid(f"finance.loan_{field}", sentence, field=field)


def left_to_lend(available: Money, kept: Money) -> Money:
    """Return what a fund can lend beyond what is kept for the loans that it accepted."""
    return max(ZERO, available - kept)


def check_means(principal: Money, left: Money, *, may_wait: bool) -> None:
    """Ask before a loan is asked for beyond what is left: Refused `finance.loan_beyond_left` until it `may_wait`."""
    if principal > left and not may_wait:
        raise Refused(
            "finance.loan_beyond_left",
            t(
                "%(asked)s is asked for, and %(left)s can be lent now. No more than what is there is paid out: "
                "confirm that the loan waits for the rest.",
                asked=principal,
                left=left,
            ),
            field="may_wait",
        )
