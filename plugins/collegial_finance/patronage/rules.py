"""Gifts: who may give a receipt, and the tax relief they bring (general tax code, art. 200 and 238 bis).

The figures are dated parameters: they hold from a day on, and an adviser confirms them.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from stdnum.fr import siren

from collegial.plugin import ZERO, Invalid, Money, Refused, t


class IssuerForm(enum.Enum):
    """The legal form of who receives a gift."""

    ASSOCIATION = "association"
    FOUNDATION = "foundation"
    ENDOWMENT_FUND = "endowment_fund"
    COMPANY = "company"
    SCIC = "scic"


ELIGIBLE = (IssuerForm.ASSOCIATION, IssuerForm.FOUNDATION, IssuerForm.ENDOWMENT_FUND)


def check_issuer(form: IssuerForm) -> None:
    """Refuse an issuer that may give no receipt: Refused `finance.issuer_company` (BOI-RES-BIC-000076)."""
    if form not in ELIGIBLE:
        raise Refused(
            "finance.issuer_company",
            t(
                "A company gives no tax receipt, and a SCIC is one (BOI-RES-BIC-000076). Choose an association, "
                "a foundation or an endowment fund that shares the purpose of the gift."
            ),
            field="form",
        )


@dataclass(frozen=True, kw_only=True)
class CompanyRates:
    """The relief of companies: `rate` up to `threshold`, `rate_above` beyond it."""

    since: date
    rate: Fraction
    threshold: Money
    rate_above: Fraction
    floor: Money
    turnover_part: Fraction


@dataclass(frozen=True, kw_only=True)
class PersonRates:
    """The relief of people: `rate` within `income_part` of the income, `aid_rate` up to `aid_ceiling` for help."""

    since: date
    rate: Fraction
    income_part: Fraction
    aid_rate: Fraction
    aid_ceiling: Money


Rates = TypeVar("Rates", CompanyRates, PersonRates)
COMPANY_RATES = (
    CompanyRates(
        since=date(2020, 1, 1), rate=Fraction(60, 100), threshold=Money(200_000_000), rate_above=Fraction(40, 100),
        floor=Money(2_000_000), turnover_part=Fraction(5, 1000),
    ),
)  # fmt: skip
PERSON_RATES = (
    PersonRates(
        since=date(2020, 1, 1), rate=Fraction(66, 100), income_part=Fraction(20, 100), aid_rate=Fraction(75, 100),
        aid_ceiling=Money(100_000),
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Relief:
    """What a gift brings back: the part of it that counts this year, the relief, and what moves to later years."""

    counted: Money
    relief: Money
    carried: Money


def company_relief(gift: Money, turnover: Money, on: date) -> Relief:
    """Return the relief of a company's gifts of one year; what is over the cap moves to the next five years."""
    _check_gift(gift)
    rates = _since(COMPANY_RATES, on)
    cap = max(rates.floor, turnover.share(rates.turnover_part))
    counted = min(gift, cap)
    under = min(counted, rates.threshold)
    relief = under.share(rates.rate) + (counted - under).share(rates.rate_above)
    return Relief(counted=counted, relief=relief, carried=gift - counted)


def person_relief(gift: Money, income: Money, on: date, *, in_aid: bool = False) -> Relief:
    """Return the relief of a person's gifts of one year; what is over the cap moves to the next five years.

    A gift `in_aid` goes to those who help people in need: its first part counts at the higher rate and
    apart from the cap.
    """
    _check_gift(gift)
    rates = _since(PERSON_RATES, on)
    aid = min(gift, rates.aid_ceiling) if in_aid else ZERO
    other = min(gift - aid, income.share(rates.income_part))
    relief = aid.share(rates.aid_rate) + other.share(rates.rate)
    return Relief(counted=aid + other, relief=relief, carried=gift - aid - other)


def _check_gift(gift: Money) -> None:
    if gift <= ZERO:
        raise Invalid("finance.gift_amount", t("A gift is above zero."), field="amount")


def _since(known: Sequence[Rates], on: date) -> Rates:
    valid = [one for one in known if one.since <= on]
    if not valid:
        raise Invalid("finance.no_rates", t("No rates are known for that day."), field="on")
    return max(valid, key=lambda one: one.since)


def check_siren(written: str) -> None:
    """Refuse what is no SIREN: nine digits with their check digit."""
    if not siren.is_valid(written):
        raise Invalid("finance.siren", t("A SIREN has nine digits; check them."), field="patron_siren")
