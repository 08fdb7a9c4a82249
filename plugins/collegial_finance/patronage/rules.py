"""Gifts: who may give a receipt, and the tax relief they bring (general tax code, art. 200 and 238 bis).

The figures are dated parameters, apart: `figures`.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from stdnum.fr import siren

from collegial.plugin import ZERO, Invalid, LegalFigure, Money, Refused, t
from collegial_finance.patronage.figures import OF_AID, OF_COMPANIES, OF_PEOPLE, amount_of, figures_on


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
class Relief:
    """What a gift brings back: the part of it that counts this year, the relief, and what moves to later years.

    `figures` are those of the law on which it rests.
    """

    counted: Money
    relief: Money
    carried: Money
    figures: tuple[LegalFigure, ...]


def company_relief(gift: Money, turnover: Money, on: date) -> Relief:
    """Return the relief of a company's gifts of one year; what is over the cap moves to the next five years."""
    _check_gift(gift)
    law = _Law.on(OF_COMPANIES, on)
    cap = max(law.amount("company.floor.euros"), turnover.share(law.share("company.turnover_part")))
    counted = min(gift, cap)
    under = min(counted, law.amount("company.threshold.euros"))
    above = (counted - under).share(law.share("company.rate_above"))
    relief = under.share(law.share("company.rate")) + above
    return Relief(counted=counted, relief=relief, carried=gift - counted, figures=law.figures)


def person_relief(gift: Money, income: Money, on: date, *, in_aid: bool = False) -> Relief:
    """Return the relief of a person's gifts of one year; what is over the cap moves to the next five years.

    A gift `in_aid` goes to those who help people in need: its first part counts at the higher rate and
    apart from the cap.
    """
    _check_gift(gift)
    law = _Law.on((*OF_AID, *OF_PEOPLE) if in_aid else OF_PEOPLE, on)
    aid = min(gift, law.amount("aid.ceiling.euros")) if in_aid else ZERO
    other = min(gift - aid, income.share(law.share("person.income_part")))
    helped = aid.share(law.share("aid.rate")) if in_aid else ZERO
    relief = helped + other.share(law.share("person.rate"))
    return Relief(counted=aid + other, relief=relief, carried=gift - aid - other, figures=law.figures)


@dataclass(frozen=True)
class _Law:
    """The figures in force on a day, by their keys."""

    figures: tuple[LegalFigure, ...]

    @classmethod
    def on(cls, keys: Sequence[str], day: date) -> "_Law":
        """Find all of some figures. Raises Invalid `finance.no_rates` where one is not known for the day."""
        found = figures_on(keys, day)
        if len(found) < len(keys):
            raise Invalid("finance.no_rates", t("No rates are known for that day."), field="on")
        return cls(found)

    def share(self, key: str) -> Fraction:
        return self._figure(key).value

    def amount(self, key: str) -> Money:
        return amount_of(self._figure(key)) or ZERO

    def _figure(self, key: str) -> LegalFigure:
        return next(one for one in self.figures if one.key == key)


def _check_gift(gift: Money) -> None:
    if gift <= ZERO:
        raise Invalid("finance.gift_amount", t("A gift is above zero."), field="amount")


def check_siren(written: str) -> None:
    """Refuse what is no SIREN: nine digits with their check digit."""
    if not siren.is_valid(written):
        raise Invalid("finance.siren", t("A SIREN has nine digits; check them."), field="patron_siren")
