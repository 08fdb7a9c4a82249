"""What a guarantee fund can commit, what it is exposed to, and what it pays (law and practice: L53).

The fund pays the lender its share of cover (quotité) of the final loss, and never more than it guaranteed. What it paid
and did not recover is gone from its endowment: a fund may then stand for more than it can commit, and issues nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from collegial.plugin import ZERO, Invalid, Money, Refused, t
from collegial_finance.sharing import divide

MOST_TIMES = 100


@dataclass(frozen=True, kw_only=True)
class Fund:
    """A fund: what was paid into it, what it lost of that, and how many times over it may commit the rest."""

    endowment: Money
    multiplier: Fraction
    lost: Money = ZERO

    @property
    def capacity(self) -> Money:
        """Return the most that the fund may commit; cut down to the cent."""
        left = max(ZERO, self.endowment - self.lost)
        return Money(int(left.cents * self.multiplier))

    def left(self, exposure: Money) -> Money:
        """Return what the fund can still commit while it stands for this much."""
        return max(ZERO, self.capacity - exposure)


def guaranteed(principal: Money, cover: Fraction) -> Money:
    """Return what the fund guarantees of a loan, rounded to the cent."""
    return principal.share(cover)


def check_capacity(fund: Fund, exposure: Money, asked: Money) -> None:
    """Refuse a commitment that would expose the fund beyond its capacity: Refused `finance.over_capacity`."""
    if exposure + asked > fund.capacity:
        raise Refused(
            "finance.over_capacity",
            t(
                "The fund can commit %(capacity)s; %(exposure)s is committed and %(asked)s is asked for.",
                capacity=fund.capacity,
                exposure=exposure,
                asked=asked,
            ),
        )


def ceilings(loss_base: Money, ceiling: Fraction, asked: Sequence[Money]) -> list[Money]:
    """Return what each of several guarantees on one loan covers, under their common ceiling.

    10 000 € under a ceiling of 70 % leave 7 000 € for all the guarantees together: where they ask for
    more, each is cut in proportion.
    """
    most = loss_base.share(ceiling)
    whole = sum(asked, ZERO)
    return list(asked) if whole <= most else divide(most, [one.cents for one in asked])


def check_ceiling(most: Money, given: Money, asked: Money) -> None:
    """Refuse a guarantee that, with those given, covers more than the ceiling of its loan: `finance.over_ceiling`."""
    if given + asked > most:
        raise Refused(
            "finance.over_ceiling",
            t(
                "All guarantees on this loan together cover %(most)s at most; %(given)s is already given, "
                "%(left)s is left, and %(asked)s is asked for.",
                most=most,
                given=given,
                left=max(ZERO, most - given),
                asked=asked,
            ),
            field="cover",
        )


def check_loan_ceiling(ceiling: Fraction, most: Money, elsewhere: Money) -> None:
    """Refuse a ceiling that cannot be, or others who cover more than it: Invalid at its field."""
    if not 0 < ceiling <= 1 or most <= ZERO:
        raise Invalid(
            "finance.ceiling", t("The ceiling lies above 0 % and up to 100 % of the loan."), field="ceiling"
        )
    if not ZERO <= elsewhere <= most:
        raise Invalid(
            "finance.elsewhere",
            t("What others guarantee lies between zero and the ceiling, %(most)s.", most=most),
            field="elsewhere",
        )


def payment(cover: Fraction, final_loss: Money, guaranteed_amount: Money, paid_before: Money = ZERO) -> Money:
    """Return what the fund pays the lender for a final loss; never beyond what it guaranteed."""
    due = min(max(ZERO, final_loss).share(cover), guaranteed_amount)
    return max(ZERO, due - paid_before)


def commission(amount: Money, rates: Sequence[Fraction]) -> Money:
    """Return the commission on an amount: the sum of its rates, rounded once."""
    return amount.share(sum(rates, Fraction(0)))


def shares_of_loss(loss: Money, contributions: Sequence[Money]) -> list[Money]:
    """Return what each contributor to the fund bears of a loss, or receives of a recovery, in proportion."""
    return divide(loss, [one.cents for one in contributions])


def exposure(cover: Fraction, remaining: Money, guaranteed_amount: Money) -> Money:
    """Return what the fund stands for while this much of the principal remains, never beyond what it guaranteed."""
    return min(remaining.share(cover), guaranteed_amount)


def course(
    cover: Fraction, guaranteed_amount: Money, remaining: Sequence[Money], *, stands_still: bool
) -> tuple[Money, ...]:
    """Return a guarantee's exposure now and at the end of each month to come, by the principal that remains then.

    While the borrower does not pay, nothing falls: what is unpaid stays until the call or the resumption.
    """
    stays = exposure(cover, remaining[0], guaranteed_amount)
    return tuple(stays if stands_still else exposure(cover, one, guaranteed_amount) for one in remaining)


def projection(courses: Sequence[Sequence[Money]]) -> tuple[Money, ...]:
    """Add the courses of all guarantees up, month by month; one that is over keeps its last exposure."""
    longest = max(map(len, courses), default=0)
    return tuple(sum((one[min(month, len(one) - 1)] for one in courses), ZERO) for month in range(longest))


def check_provision(amount: Money, before: Money, exposed: Money) -> None:
    """Refuse to set aside less than nothing, more than the exposure, or what is set aside already."""
    if not ZERO <= amount <= exposed or amount == before:
        raise Invalid(
            "finance.guarantee_provision",
            t("A provision lies between zero and the exposure, %(exposed)s, and changes.", exposed=exposed),
            field="amount",
        )


def check_cover(cover: Fraction, commission_rate: Fraction) -> None:
    """Refuse a share of cover or a commission that cannot be: Invalid at its field."""
    if not 0 < cover <= 1:
        raise Invalid("finance.cover", t("The share of cover lies above 0 % and up to 100 %."), field="cover")
    if not 0 <= commission_rate < 1:
        raise Invalid(
            "finance.commission", t("The commission lies between 0 % and 100 %."), field="commission"
        )


def check_multiplier(multiplier: Fraction) -> None:
    """Refuse a multiplier that no fund could bear: Invalid `finance.multiplier`."""
    if not 0 < multiplier <= MOST_TIMES:
        raise Invalid(
            "finance.multiplier", t("The multiplier is above zero and at most 100."), field="multiplier"
        )
