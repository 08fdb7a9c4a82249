"""Where a surplus goes: the least to the reserves, the most to the shares, every step said (L16)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from collegial.assemblies.rules.allocating import LEGAL_RESERVE, STATUTORY_RESERVE, Allocation, allocate
from collegial.compliance.rules.figures import figure
from collegial.kernel.errors import Invalid
from collegial.kernel.fractions import Percent
from collegial.kernel.money import ZERO, Money
from collegial.kernel.text import Text, t


@dataclass(frozen=True, kw_only=True)
class Surplus:
    """What the calculator is told.

    `subsidies` are those in the result: interest is never paid from them. `mean_rate` is the mean of the
    last three average bond rates (TMO) as published; `paid_capital` what is paid of the shares.
    """

    result: Money
    subsidies: Money
    paid_capital: Money
    mean_rate: Fraction
    interest: Money
    legal_reserve_is_full: bool


@dataclass(frozen=True, kw_only=True)
class SurplusPlan:
    """The allocation with its bounds: `most_interest` is the least of the two limits on interest."""

    allocation: Allocation
    rate_limit: Money
    base_limit: Money
    steps: tuple[Text, ...]

    @property
    def most_interest(self) -> Money:
        """Return the most that may go to the shares."""
        return min(self.rate_limit, self.base_limit)


def plan_surplus(told: Surplus, *, on: date) -> SurplusPlan:
    """Allocate a surplus; raise Invalid at the field of what the law does not allow.

    Interest may not pass the paid capital times the mean rate plus two points, nor what the reserves leave
    of the result without its subsidies. Amounts to the reserves are rounded up to the cent, limits down.
    """
    _check(told)
    before = allocate(told.result, legal_reserve_is_full=told.legal_reserve_is_full)
    rate = told.mean_rate + figure("interest.above_mean", on=on).value
    rate_limit = Money(int(told.paid_capital.cents * rate))
    base_limit = max(ZERO, min(before.carried, _without_subsidies(told)))
    most = min(rate_limit, base_limit)
    if told.interest > most:
        raise Invalid(
            "surplus.interest_too_high",
            t("The shares may receive %(most)s at most. Lower the interest.", most=most),
            field="interest",
        )
    allocation = allocate(
        told.result, interest=told.interest or None, legal_reserve_is_full=told.legal_reserve_is_full
    )
    plan = SurplusPlan(allocation=allocation, rate_limit=rate_limit, base_limit=base_limit, steps=())
    return SurplusPlan(
        allocation=allocation, rate_limit=rate_limit, base_limit=base_limit,
        steps=tuple(_steps(told, plan, rate)),
    )  # fmt: skip


def _check(told: Surplus) -> None:
    for field in ("subsidies", "paid_capital", "interest"):
        if getattr(told, field) < ZERO:
            raise Invalid("surplus.negative", t("An amount cannot be negative here."), field=field)
    if not 0 <= told.mean_rate <= 1:
        raise Invalid("surplus.rate", t("A rate lies between 0 % and 100 %."), field="mean_rate")


def _without_subsidies(told: Surplus) -> Money:
    """Return what the reserves leave of the result once its subsidies are taken out of it."""
    base = told.result - told.subsidies
    if base <= ZERO:
        return ZERO
    return allocate(base, legal_reserve_is_full=told.legal_reserve_is_full).carried


def _steps(told: Surplus, plan: SurplusPlan, rate: Fraction) -> Iterator[Text]:
    parts = plan.allocation
    if told.result <= ZERO:
        yield t("There is no surplus: %(result)s is carried forward.", result=told.result)
        return
    yield t("The surplus is %(result)s.", result=told.result)
    if told.legal_reserve_is_full:
        yield t("The legal reserve has reached its limit: it takes nothing.")
    else:
        yield t(
            "At least %(share)s goes to the legal reserve: %(amount)s.",
            share=Percent(LEGAL_RESERVE.value), amount=parts.legal_reserve,
        )  # fmt: skip
    yield t(
        "At least %(share)s of the rest goes to the statutory reserve: %(amount)s.",
        share=Percent(STATUTORY_RESERVE.value), amount=parts.statutory_reserve,
    )  # fmt: skip
    reserves = parts.legal_reserve + parts.statutory_reserve
    yield t(
        "Together the reserves take %(amount)s, %(share)s of the surplus.",
        amount=reserves, share=Percent(Fraction(reserves.cents, told.result.cents)),
    )  # fmt: skip
    yield t(
        "Interest: %(rate)s of the paid capital of %(capital)s at most, which is %(limit)s.",
        rate=Percent(rate), capital=told.paid_capital, limit=plan.rate_limit,
    )  # fmt: skip
    yield t("Without the subsidies, the reserves leave %(limit)s for interest.", limit=plan.base_limit)
    yield t(
        "The shares receive %(interest)s, and %(carried)s is left for the assembly to decide.",
        interest=parts.interest, carried=parts.carried,
    )  # fmt: skip
